package ai.chatforge.auth;

import ai.chatforge.auth.api.LinkRequested;
import ai.chatforge.auth.api.ProfileChanged;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import org.springframework.context.annotation.Bean;

@OnService(ServiceName.AUTH)
class AuthConfiguration {

    @Bean
    EventConsumer changedProfiles(AccountRepository accounts) {
        return EventConsumer.named("auth.account")
                .on(
                        ProfileChanged.class,
                        (event, delivery) -> accounts.change(event.tenant(), event.name(), event.language()));
    }

    @Bean
    EventConsumer requestedLinks(EmailLinks links) {
        return EventConsumer.named("auth.links").on(LinkRequested.class, (event, delivery) -> links.send(event));
    }
}
