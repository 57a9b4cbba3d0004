package ai.chatforge.bot.api;

import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.ServiceName;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** Bots as other services see them. Most callers want {@link BotAccess}, which caches and checks. */
@InternalApi(ServiceName.BOT)
@HttpExchange("/internal/bot")
public interface Bots {

    /**
     * @throws ai.chatforge.platform.error.ApiException {@code not_found} when there is no such bot, or its owner is
     *     suspended
     */
    @GetExchange("/bots/{id}")
    BotProfile bot(@PathVariable UUID id);

    @PostExchange("/keys/by-hash")
    KeyState key(@RequestBody KeyHash key);

    /** @param sha256 SHA-256 of the whole API key, in hexadecimal */
    record KeyHash(String sha256) {}

    /**
     * What an API key opens; without ids when that is nothing.
     *
     * @param scopes see {@link BotRight#scope}
     */
    record KeyState(
            @Nullable UUID keyId,
            @Nullable UUID botId,
            @Nullable UUID tenantId,
            Set<String> scopes) {
        public static final KeyState DEAD = new KeyState(null, null, null, Set.of());
    }
}
