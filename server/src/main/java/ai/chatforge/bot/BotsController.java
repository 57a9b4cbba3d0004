package ai.chatforge.bot;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.Bots;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services, which name a bot or a key without knowing the tenant. */
@RestController
@Access(Access.Rule.SERVICE)
class BotsController implements Bots {
    /** Not at each call: that would be a write each time. */
    private static final Duration USED_EVERY = Duration.ofMinutes(1);

    private final Database db;
    private final BotRepository bots;
    private final TeamRepository team;
    private final ApiKeyRepository keys;
    private final Clock clock;

    BotsController(
            @Qualifier("bot") Database db,
            BotRepository bots,
            TeamRepository team,
            ApiKeyRepository keys,
            Clock clock) {
        this.db = db;
        this.bots = bots;
        this.team = team;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public BotProfile bot(UUID id) {
        UUID tenant = db.call(() -> bots.tenantOf(id)).orElseThrow(BotAccess::noSuchBot);
        return Tenant.call(
                tenant,
                () -> db.call(
                        () -> bots.find(id).orElseThrow(BotAccess::noSuchBot).profile(team.roles(id))));
    }

    @Override
    public KeyState key(KeyHash key) {
        String hash = key.sha256();
        if (!hash.matches("[0-9a-f]{64}")) {
            throw ApiException.invalid("sha256", "must be a SHA-256 in hexadecimal");
        }
        return db.call(() -> keys.tenantOf(hash))
                .map(owner -> Tenant.call(owner, () -> db.call(() -> state(hash, owner))))
                .orElse(KeyState.DEAD);
    }

    private KeyState state(String hash, UUID owner) {
        Instant now = clock.instant();
        ApiKeyRepository.Opening opening = keys.live(hash, now).orElse(null);
        if (opening == null) {
            return KeyState.DEAD;
        }
        ApiKey key = opening.key();
        Instant used = key.lastUsedAt();
        if (used == null || used.plus(USED_EVERY).isBefore(now)) {
            keys.markUsed(key.id(), now);
        }
        return new KeyState(
                key.id(),
                opening.bot(),
                owner,
                key.scopes().stream().map(ApiKey.Scope::text).collect(Collectors.toUnmodifiableSet()));
    }
}
