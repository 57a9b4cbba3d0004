package ai.chatforge.user;

import ai.chatforge.auth.api.UserRegistered;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.job.JobRunner;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
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

    @Bean
    JobRunner exportRunner(@Qualifier("user") Database db, Jobs jobs, Exports exports) {
        return jobs.runner(db, 2, List.of(exports.making(), exports.expiring()), List.of());
    }
}
