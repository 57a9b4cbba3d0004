package ai.chatforge.bot;

import ai.chatforge.auth.api.AccountSuspended;
import ai.chatforge.auth.api.ProfileChanged;
import ai.chatforge.bot.api.ApiKeyVerifier;
import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import org.springframework.context.annotation.Bean;

@OnService(ServiceName.BOT)
class BotConfiguration {

    @Bean
    EventConsumer suspendedOwners(BotRepository bots, BotAccess access, ApiKeyVerifier keys) {
        return EventConsumer.named("bot.suspension").on(AccountSuspended.class, (event, delivery) -> {
            bots.suspend(event.tenant(), event.suspended());
            access.forgetAllOf(event.tenant());
            keys.forgetAllOf(event.tenant());
        });
    }

    @Bean
    EventConsumer renamedTeammates(TeamRepository team) {
        return EventConsumer.named("bot.teammates")
                .on(ProfileChanged.class, (event, delivery) -> team.rename(event.name()));
    }
}
