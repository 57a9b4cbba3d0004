package ai.chatforge.bot;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.Visibility;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.FieldError;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/** Bots of the present tenant. */
@Service
class BotService {
    private static final double DEFAULT_TEMPERATURE = 0.3;
    private static final int SLUG_BASE = 40;
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private final Database db;
    private final BotRepository bots;
    private final EventLog events;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    BotService(@Qualifier("bot") Database db, BotRepository bots, EventLog events, Clock clock) {
        this.db = db;
        this.bots = bots;
        this.events = events;
        this.clock = clock;
    }

    Bot create(BotRequests.Create body) {
        Instant now = clock.instant();
        Bot bot = new Bot(
                Ids.next(),
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
                1,
                now,
                now);
        return uniqueSlug(
                bot.slug(),
                () -> db.call(() -> {
                    bots.insert(bot);
                    return read(bot.id());
                }));
    }

    Bot get(UUID id) {
        return db.call(() -> read(id));
    }

    List<Bot> page(@Nullable UUID before, int limit) {
        return db.call(() -> bots.page(before, limit));
    }

    Bot change(UUID id, BotRequests.Change body) {
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
                old.version(),
                old.createdAt(),
                clock.instant());
    }

    void delete(UUID id) {
        db.run(() -> {
            if (!bots.delete(id)) {
                throw BotAccess.noSuchBot();
            }
            events.publish(db, new BotDeleted(Tenant.required(), id));
        });
    }

    /** For other services, which name the bot without knowing the tenant. */
    BotProfile profile(UUID id) {
        UUID tenant = db.call(() -> bots.tenantOf(id)).orElseThrow(BotAccess::noSuchBot);
        return Tenant.call(tenant, () -> db.call(() -> read(id))).profile();
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
