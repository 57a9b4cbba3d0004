package ai.chatforge.auth;

import ai.chatforge.auth.api.LinkRequested;
import ai.chatforge.auth.api.ProfileChanged;
import ai.chatforge.auth.api.SignUpRequested;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.job.JobRunner;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.job.RepeatedJob;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
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
    EventConsumer requestedLinks(EmailLinks links, SignUps signUps) {
        return EventConsumer.named("auth.links")
                .on(LinkRequested.class, (event, delivery) -> {
                    links.send(event);
                    signUps.sendAgain(event);
                })
                .on(SignUpRequested.class, (event, delivery) -> signUps.send(event));
    }

    @Bean
    JobRunner erasureRunner(
            @Qualifier("auth") Database db, Jobs jobs, AccountErasure erasure, SignUps signUps, KnownDevices devices) {
        return jobs.runner(
                db,
                2,
                List.of(erasure.erasing()),
                List.of(
                        erasure.sweeping(),
                        new RepeatedJob("forget-sign-ups", Duration.ofHours(1), signUps::forgetExpired),
                        new RepeatedJob("forget-devices", Duration.ofDays(1), devices::forgetExpired)));
    }
}
