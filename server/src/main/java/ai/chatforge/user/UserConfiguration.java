package ai.chatforge.user;

import ai.chatforge.auth.api.UserRegistered;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import org.springframework.context.annotation.Bean;

@OnService(ServiceName.USER)
class UserConfiguration {

    @Bean
    EventConsumer newProfiles(ProfileRepository profiles) {
        return EventConsumer.named("user.profile")
                .on(
                        UserRegistered.class,
                        (event, delivery) ->
                                profiles.insert(event.tenant(), event.email(), event.name(), delivery.occurredAt()));
    }
}
