package ai.chatforge.bot;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.bot.api.BotRetrieval;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.bot.api.BotRole;
import ai.chatforge.bot.api.Visibility;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.FieldError;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.idempotency.EffectId;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.user.api.Allowances;
import ai.chatforge.user.api.Entitlement;
import ai.chatforge.user.api.Limit;
import ai.chatforge.user.api.LimitUsed;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/** Bots: of the present account, and those of others that it may use. */
@Service
class BotService {
    private static final double DEFAULT_TEMPERATURE = 0.3;
    private static final int SLUG_BASE = 40;
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private final Database db;
    private final BotRepository bots;
    private final TeamRepository team;
    private final BotAccess access;
    private final Allowances allowances;
    private final EventLog events;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    BotService(
            @Qualifier("bot") Database db,
            BotRepository bots,
            TeamRepository team,
            BotAccess access,
            Allowances allowances,
            EventLog events,
            Clock clock) {
        this.db = db;
        this.bots = bots;
        this.team = team;
        this.access = access;
        this.allowances = allowances;
        this.events = events;
        this.clock = clock;
    }

    Bot create(BotRequests.Create body) {
        Instant now = clock.instant();
        Bot bot = new Bot(
                EffectId.orNext(),
                Tenant.required(),
                body.name().strip(),
                or(body.description(), ""),
                body.slug() == null ? slugFrom(body.name()) : body.slug(),
                or(body.tone(), ""),
                or(body.instructions(), ""),
                emptyIsNull(body.model()),
                emptyIsNull(body.provider()),
                or(body.temperature(), DEFAULT_TEMPERATURE),
                emptyIsNull(body.language()),
                or(body.welcomeMessage(), ""),
                or(body.suggestedQuestions(), List.of()),
                or(body.visibility(), Visibility.PRIVATE),
                or(body.retrieval(), BotRetrieval.STANDARD),
                or(body.cacheAnswers(), true),
                1,
                now,
                now,
                BotRole.OWNER);
        Entitlement entitlement = allowances.of(bot.tenantId());
        return uniqueSlug(
                bot.slug(),
                () -> db.call(() -> {
                    Optional<Bot> before = bots.find(bot.id());
                    if (before.isPresent()) {
                        return before.get();
                    }
                    long already = bots.countAlone();
                    entitlement.requireRoom(Limit.BOTS, already);
                    bots.insert(bot);
                    events.publish(db, new LimitUsed(bot.tenantId(), Limit.BOTS, already + 1));
                    return read(bot.id());
                }));
    }

    Bot get(UUID id, Caller caller) {
        return access.call(id, caller, BotRight.READ, profile -> seen(db.call(() -> read(id)), caller));
    }

    private Bot seen(Bot bot, Caller caller) {
        return caller instanceof Caller.User user && !user.userId().equals(bot.tenantId())
                ? bot.as(db.call(() -> team.roles(bot.id())).getOrDefault(user.userId(), BotRole.VIEWER))
                : bot;
    }

    /** Own ones and those of others, newest first; one more than the page holds. An API key sees its own. */
    List<Bot> page(Caller caller, @Nullable UUID before, int limit) {
        return caller instanceof Caller.Key key
                ? before == null ? List.of(get(key.botId(), key)) : List.of()
                : page(before, limit);
    }

    private List<Bot> page(@Nullable UUID before, int limit) {
        List<Bot> found = new ArrayList<>(db.call(() -> bots.page(before, limit)));
        Map<UUID, List<TeamRepository.Membership>> byOwner = db.call(() -> team.memberships(before, limit)).stream()
                .collect(Collectors.groupingBy(TeamRepository.Membership::owner));
        byOwner.forEach((owner, memberships) -> found.addAll(shared(owner, memberships)));
        return found.stream()
                .sorted(Comparator.comparing(Bot::id, BotService::unsigned).reversed())
                .limit(limit + 1L)
                .toList();
    }

    private List<Bot> shared(UUID owner, List<TeamRepository.Membership> memberships) {
        Map<UUID, BotRole> roles = memberships.stream()
                .collect(Collectors.toMap(TeamRepository.Membership::bot, TeamRepository.Membership::role));
        return Tenant.call(owner, () -> db.call(() -> bots.byIds(roles.keySet()))).stream()
                .map(bot -> bot.as(roles.getOrDefault(bot.id(), BotRole.VIEWER)))
                .toList();
    }

    /** As PostgreSQL sorts them, which Java's own order of UUIDs is not. */
    private static int unsigned(UUID a, UUID b) {
        int first = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return first != 0 ? first : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    Bot change(UUID id, BotRequests.Change body, Caller caller) {
        Bot changed = access.call(id, caller, BotRight.EDIT, profile -> seen(change(id, body), caller));
        access.forget(id);
        return changed;
    }

    private Bot change(UUID id, BotRequests.Change body) {
        String slug = body.slug() == null ? "" : body.slug();
        return uniqueSlug(
                slug,
                () -> db.call(() -> {
                    Bot old = read(id);
                    if (!bots.update(merge(old, body), body.version())) {
                        throw new ApiException(
                                ErrorCode.VERSION_CONFLICT,
                                "The bot has version " + old.version() + " by now, the change starts from version "
                                        + body.version() + ". Load it again, then repeat the change.");
                    }
                    return read(id);
                }));
    }

    private Bot merge(Bot old, BotRequests.Change body) {
        return new Bot(
                old.id(),
                old.tenantId(),
                or(body.name(), old.name()).strip(),
                or(body.description(), old.description()),
                or(body.slug(), old.slug()),
                or(body.tone(), old.tone()),
                or(body.instructions(), old.instructions()),
                body.model() == null ? old.model() : emptyIsNull(body.model()),
                body.provider() == null ? old.provider() : emptyIsNull(body.provider()),
                or(body.temperature(), old.temperature()),
                body.language() == null ? old.language() : emptyIsNull(body.language()),
                or(body.welcomeMessage(), old.welcomeMessage()),
                or(body.suggestedQuestions(), old.suggestedQuestions()),
                or(body.visibility(), old.visibility()),
                or(body.retrieval(), old.retrieval()),
                or(body.cacheAnswers(), old.cacheAnswers()),
                old.version(),
                old.createdAt(),
                clock.instant(),
                old.role());
    }

    void delete(UUID id, Caller caller) {
        access.require(id, caller, BotRight.MANAGE);
        db.run(() -> {
            if (!bots.delete(id)) {
                throw BotAccess.noSuchBot();
            }
            UUID tenant = Tenant.required();
            events.publish(db, new BotDeleted(tenant, id));
            events.publish(db, new LimitUsed(tenant, Limit.BOTS, bots.count()));
        });
        access.forget(id);
    }

    private Bot read(UUID id) {
        return bots.find(id).orElseThrow(BotAccess::noSuchBot);
    }

    private static Bot uniqueSlug(String slug, Supplier<Bot> write) {
        try {
            return write.get();
        } catch (DuplicateKeyException e) {
            throw new ApiException(
                    ErrorCode.SLUG_TAKEN,
                    "The slug '" + slug + "' is taken. Choose another one.",
                    List.of(new FieldError("slug", "is taken")),
                    null,
                    e);
        }
    }

    /** Readable, and with a random end so that two bots of the same name do not meet. */
    private String slugFrom(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String base = plain.isEmpty() ? "bot" : plain.substring(0, Math.min(SLUG_BASE, plain.length()));
        StringBuilder slug = new StringBuilder(base.replaceAll("-$", "")).append('-');
        for (int i = 0; i < 6; i++) {
            slug.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return slug.toString();
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private static @Nullable String emptyIsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
