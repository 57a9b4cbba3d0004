package ai.chatforge.bot;

import ai.chatforge.bot.api.ApiKeyVerifier;
import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.KeyVerifier;
import ai.chatforge.user.api.Allowances;
import ai.chatforge.user.api.Entitlement;
import ai.chatforge.user.api.Limit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Keys by which programs use a bot. */
@Service
class ApiKeys {
    /** So much of a key tells it from others of the same owner, and nothing of use to anybody else. */
    private static final int SHOWN = KeyVerifier.PREFIX.length() + 8;

    private final Database db;
    private final BotRepository bots;
    private final ApiKeyRepository keys;
    private final BotAccess access;
    private final ApiKeyVerifier verifier;
    private final Allowances allowances;
    private final Clock clock;

    ApiKeys(
            @Qualifier("bot") Database db,
            BotRepository bots,
            ApiKeyRepository keys,
            BotAccess access,
            ApiKeyVerifier verifier,
            Allowances allowances,
            Clock clock) {
        this.db = db;
        this.bots = bots;
        this.keys = keys;
        this.access = access;
        this.verifier = verifier;
        this.allowances = allowances;
        this.clock = clock;
    }

    /** A new key and its text, which is nowhere after this. */
    record Made(ApiKey key, String text) {}

    Made make(UUID bot, Caller.User caller, String name, Set<ApiKey.Scope> scopes, @Nullable Instant expiresAt) {
        access.require(bot, caller, BotRight.MANAGE);
        Instant now = clock.instant();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw ApiException.invalid("expiresAt", "must be in the future");
        }
        Entitlement entitlement = allowances.of(caller.tenantId());
        String text = KeyVerifier.PREFIX + OpaqueToken.next();
        ApiKey key = new ApiKey(Ids.next(), name.strip(), text.substring(0, SHOWN), scopes, now, expiresAt, null);
        db.run(() -> {
            bots.lock(bot);
            entitlement.requireRoom(Limit.KEYS_PER_BOT, keys.of(bot).size());
            keys.insert(bot, key, OpaqueToken.sha256(text));
        });
        return new Made(key, text);
    }

    List<ApiKey> of(UUID bot, Caller.User caller) {
        return access.call(bot, caller, BotRight.MANAGE, profile -> db.call(() -> keys.of(bot)));
    }

    void revoke(UUID bot, Caller.User caller, UUID id) {
        access.run(bot, caller, BotRight.MANAGE, profile -> {
            if (!db.call(() -> keys.revoke(bot, id, clock.instant()))) {
                throw ApiException.notFound("key");
            }
        });
        verifier.forget(id);
    }
}
