package ai.chatforge.email;

import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.crypto.TestSealers;
import ai.chatforge.platform.event.EventCatalogue;
import ai.chatforge.platform.event.EventConfiguration;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.event.EventSettings;
import ai.chatforge.platform.event.Subscription;
import ai.chatforge.platform.job.JobConfiguration;
import ai.chatforge.platform.job.JobSettings;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.DatabaseSettings;
import ai.chatforge.platform.persistence.Databases;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** A process that hosts the email service alone, with real events and jobs on a real database. */
final class EmailProcess implements AutoCloseable {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    EmailProcess(TestDatabase test, Path folder, EmailSettings settings) {
        HostedServices services = new HostedServices(Set.of(ServiceName.EMAIL), Map.of());
        context.registerBean(EmailSettings.class, () -> settings);
        context.registerBean(
                ServerSettings.class,
                () -> new ServerSettings(List.of(), folder, 0, "127.0.0.1", Map.of(), null, null));
        context.registerBean(
                EventSettings.class,
                () -> new EventSettings(SHORT, 50, 4, SHORT, Duration.ofMillis(200), Duration.ofSeconds(5), 4));
        context.registerBean(
                JobSettings.class, () -> new JobSettings(SHORT, Duration.ofSeconds(1), Duration.ofSeconds(5)));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(HostedServices.class, () -> services);
        context.registerBean(DataFolder.class, () -> DataFolder.lock(folder));
        context.registerBean(
                EventCatalogue.class,
                () -> new EventCatalogue(
                        List.of(Subscription.transactional("email.outbox").to(EmailRequested.class))));
        context.registerBean(
                Databases.class,
                () -> Databases.open(
                        new DatabaseSettings(test.url(), test.ownerUrl(), Map.of(), 10, Duration.ofSeconds(5)),
                        context.getBean(DataFolder.class),
                        services.hosted(),
                        _ -> {}));
        context.registerBean(
                "email", Database.class, () -> context.getBean(Databases.class).of(ServiceName.EMAIL));
        context.registerBean(Sealers.class, TestSealers::make);
        context.register(EventConfiguration.class, JobConfiguration.class, EmailConfiguration.class);
        context.refresh();
    }

    /** What a service does that wants an e-mail to be sent. */
    void request(EmailRequested email) {
        Database publisher = context.getBean(Database.class);
        publisher.run(() -> context.getBean(EventLog.class).publish(publisher, email));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    double counted(EmailState state) {
        return context
                .getBean(MeterRegistry.class)
                .get("chatforge.emails")
                .tag("state", state.key())
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Override
    public void close() {
        context.close();
    }
}
