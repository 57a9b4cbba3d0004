package ai.chatforge.auth;

import ai.chatforge.auth.api.LinkRequested;
import ai.chatforge.auth.api.UserRenamed;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import org.springframework.context.annotation.Bean;

@OnService(ServiceName.AUTH)
class AuthConfiguration {

    @Bean
    EventConsumer newNames(AccountRepository accounts) {
        return EventConsumer.named("auth.account")
                .on(UserRenamed.class, (event, delivery) -> accounts.rename(event.tenant(), event.name()));
    }

    @Bean
    EventConsumer requestedLinks(EmailLinks links) {
        return EventConsumer.named("auth.links").on(LinkRequested.class, (event, delivery) -> links.send(event));
    }
}
