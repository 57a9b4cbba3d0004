package ai.chatforge.bot.api;

import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.ServiceName;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** Bots as other services see them. Most callers want {@link BotAccess}, which caches and checks. */
@InternalApi(ServiceName.BOT)
@HttpExchange("/internal/bot")
public interface Bots {

    /** @throws ai.chatforge.platform.error.ApiException {@code not_found} when there is no such bot */
    @GetExchange("/bots/{id}")
    BotProfile bot(@PathVariable UUID id);
}
