package ai.chatforge.user;

import ai.chatforge.auth.MovedClock;
import ai.chatforge.auth.api.ProfileChanged;
import ai.chatforge.auth.api.UserRegistered;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.account.AccountDataConfiguration;
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
import ai.chatforge.platform.security.Role;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.RemoteServices;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.service.ServiceTokens;
import ai.chatforge.platform.web.PublicLinks;
import ai.chatforge.user.api.Entitlement;
import ai.chatforge.user.api.Entitlements;
import ai.chatforge.user.api.LimitUsed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** A process that hosts the user service alone, with real events and jobs, and a clock that tests move. */
final class UserProcess implements AutoCloseable {
    private static final Duration SHORT = Duration.ofMillis(20);

    final MovedClock clock;
    private final TestDatabase test;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    UserProcess(TestDatabase test, Path folder, UserSettings settings, MovedClock clock) {
        this.test = test;
        this.clock = clock;
        HostedServices services = new HostedServices(Set.of(ServiceName.USER), others());
        ServerSettings server =
                new ServerSettings(List.of(), folder, 0, "127.0.0.1", Map.of(), null, "https://chat.example.com");
        context.registerBean(UserSettings.class, () -> settings);
        context.registerBean(PublicLinks.class, () -> new PublicLinks(server, services, 3005));
        context.registerBean(
                EventSettings.class,
                () -> new EventSettings(SHORT, 50, 4, SHORT, Duration.ofMillis(200), Duration.ofSeconds(5), 4));
        context.registerBean(
                JobSettings.class, () -> new JobSettings(SHORT, Duration.ofSeconds(1), Duration.ofSeconds(5)));
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(HostedServices.class, () -> services);
        context.registerBean(
                RemoteServices.class,
                () -> new RemoteServices(
                        services, new ServiceTokens("a secret of thirty-two characters", services, clock)));
        context.registerBean(DataFolder.class, () -> DataFolder.lock(folder));
        context.registerBean(
                EventCatalogue.class,
                () -> new EventCatalogue(List.of(
                        Subscription.transactional("user.profile").to(UserRegistered.class),
                        Subscription.ordered("user.limits").to(LimitUsed.class),
                        Subscription.ordered("auth.account").to(ProfileChanged.class),
                        Subscription.transactional("email.outbox").to(EmailRequested.class))));
        context.registerBean(
                Databases.class,
                () -> Databases.open(
                        new DatabaseSettings(test.url(), test.ownerUrl(), Map.of(), 10, Duration.ofSeconds(5)),
                        context.getBean(DataFolder.class),
                        services.hosted(),
                        _ -> {}));
        context.registerBean(
                "user", Database.class, () -> context.getBean(Databases.class).of(ServiceName.USER));
        context.registerBean(Sealers.class, TestSealers::make);
        context.register(
                EventConfiguration.class,
                JobConfiguration.class,
                AccountDataConfiguration.class,
                UserConfiguration.class);
        context.refresh();
    }

    /** Nobody is there: no test of this process asks them. */
    private static Map<ServiceName, URI> others() {
        return EnumSet.complementOf(EnumSet.of(ServiceName.USER)).stream()
                .collect(Collectors.toMap(service -> service, service -> URI.create("http://127.0.0.1:1")));
    }

    UUID register(Role role) {
        UUID id = UUID.randomUUID();
        Database db = context.getBean(Database.class);
        db.run(() -> context.getBean(EventLog.class)
                .publish(db, new UserRegistered(id, id + "@example.com", "Ada", "de", role)));
        return id;
    }

    Entitlement entitlement(UUID account) {
        return context.getBean(Entitlements.class).of(account);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** What the email service would get, as JSON. */
    List<String> emails(UUID account) {
        return test.asSuperuser("select payload from platform.event_delivery where consumer = 'email.outbox'"
                + " and payload like '%" + account + "@%' order by id");
    }

    @Override
    public void close() {
        context.close();
    }
}
