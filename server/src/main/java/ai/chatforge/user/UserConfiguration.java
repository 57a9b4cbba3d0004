package ai.chatforge.user;

import ai.chatforge.auth.api.UserRegistered;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.job.JobRunner;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Role;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.user.api.LimitUsed;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;

@OnService(ServiceName.USER)
class UserConfiguration {

    @Bean
    EventConsumer newProfiles(ProfileRepository profiles, Subscriptions subscriptions) {
        return EventConsumer.named("user.profile").on(UserRegistered.class, (event, delivery) -> {
            profiles.insert(
                    event.tenant(),
                    event.email(),
                    event.name(),
                    Objects.requireNonNullElse(event.language(), "en"),
                    delivery.occurredAt());
            subscriptions.begin(event.tenant(), event.role() == Role.ADMIN, delivery.occurredAt());
        });
    }

    @Bean
    EventConsumer usedLimits(LimitUsedRepository used) {
        return EventConsumer.named("user.limits")
                .on(LimitUsed.class, (event, delivery) -> used.put(event.limit(), event.used(), delivery.occurredAt()));
    }

    @Bean
    JobRunner userRunner(
            @Qualifier("user") Database db,
            Jobs jobs,
            Subscriptions subscriptions,
            TrialNotices notices,
            Exports exports) {
        return jobs.runner(
                db,
                2,
                List.of(
                        subscriptions.beginning(),
                        notices.ending(),
                        notices.ended(),
                        exports.making(),
                        exports.expiring()),
                List.of());
    }

    @Bean
    SmartInitializingSingleton knownPlans(Subscriptions subscriptions) {
        return subscriptions::checkSettings;
    }
}
