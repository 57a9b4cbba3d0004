package ai.chatforge.accounting;

import ai.chatforge.accounting.api.CreditAllocated;
import ai.chatforge.accounting.api.CreditConsumed;
import ai.chatforge.accounting.api.Credits;
import ai.chatforge.accounting.api.QuotaReached;
import ai.chatforge.accounting.api.Reconciler;
import ai.chatforge.accounting.api.StreamingSessionFinalized;
import ai.chatforge.accounting.api.StreamingSessionStarted;
import ai.chatforge.auth.MovedClock;
import ai.chatforge.auth.api.Users;
import ai.chatforge.platform.audit.AuditConfiguration;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.crypto.TestSealers;
import ai.chatforge.platform.event.EventCatalogue;
import ai.chatforge.platform.event.EventConfiguration;
import ai.chatforge.platform.event.EventSettings;
import ai.chatforge.platform.event.Subscription;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.DatabaseSettings;
import ai.chatforge.platform.persistence.Databases;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.Closing;
import ai.chatforge.user.api.Allowances;
import ai.chatforge.user.api.Entitlement;
import ai.chatforge.user.api.Limit;
import ai.chatforge.user.api.LimitUsed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** A process that hosts accounting alone, with plans as tests say, and a clock that they move. */
final class AccountingScene implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(60);
    static final UUID ADMIN = UUID.randomUUID();
    /** Costs a credit a token. */
    static final String MODEL = "some-model";

    private static final Duration SHORT = Duration.ofMillis(20);

    final MovedClock clock = new MovedClock();
    final TestDatabase test = TestDatabase.create();
    private final Map<UUID, Map<Limit, Long>> plans = new ConcurrentHashMap<>();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /** With consumers of all that accounting publishes. */
    AccountingScene(Path folder) {
        this(
                folder,
                Subscription.transactional("user.credits")
                        .to(CreditAllocated.class)
                        .to(CreditConsumed.class)
                        .to(QuotaReached.class)
                        .to(StreamingSessionStarted.class)
                        .to(StreamingSessionFinalized.class));
    }

    /** As in an installation in which nobody consumes what is published of each single use. */
    static AccountingScene unheard(Path folder) {
        return new AccountingScene(
                folder, Subscription.transactional("user.credits").to(QuotaReached.class));
    }

    private AccountingScene(Path folder, Subscription subscription) {
        HostedServices services = new HostedServices(Set.of(ServiceName.ACCOUNTING), Map.of());
        context.registerBean(
                AccountingSettings.class,
                () -> new AccountingSettings(LEASE, Duration.ofMinutes(10), Duration.ofHours(1)));
        context.registerBean(
                EventSettings.class,
                () -> new EventSettings(SHORT, 50, 4, SHORT, Duration.ofMillis(200), Duration.ofSeconds(5), 4));
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(Closing.class, Closing::new);
        context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(HostedServices.class, () -> services);
        context.registerBean(DataFolder.class, () -> DataFolder.lock(folder));
        context.registerBean(Sealers.class, TestSealers::make);
        context.registerBean(Users.class, () -> id -> new Users.User(id, id + "@example.com", "Ada", true, "en"));
        context.registerBean(
                Allowances.class,
                () -> new Allowances(account ->
                        new Entitlement(account, "free", null, Set.of(), plans.getOrDefault(account, Map.of()))));
        context.registerBean(
                EventCatalogue.class,
                () -> new EventCatalogue(
                        List.of(Subscription.ordered("user.limits").to(LimitUsed.class), subscription)));
        context.registerBean(
                Databases.class,
                () -> Databases.open(
                        new DatabaseSettings(test.url(), test.ownerUrl(), Map.of(), 10, Duration.ofSeconds(30)),
                        context.getBean(DataFolder.class),
                        services.hosted(),
                        _ -> {}));
        context.registerBean("accounting", Database.class, () -> context.getBean(Databases.class)
                .of(ServiceName.ACCOUNTING));
        context.register(EventConfiguration.class, AuditConfiguration.class, AccountingConfiguration.class);
        context.refresh();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Database db() {
        return bean(Database.class);
    }

    Credits credits() {
        return bean(Credits.class);
    }

    /** A new account whose plan gives so many credits a month. */
    UUID account(long allowance) {
        UUID account = UUID.randomUUID();
        plan(account, allowance);
        return account;
    }

    UUID unlimited() {
        return UUID.randomUUID();
    }

    void plan(UUID account, long allowance) {
        plans.put(account, Map.of(Limit.TOKENS_PER_MONTH, allowance));
        bean(Allowances.class).forget(account);
    }

    UUID grant(UUID account, long credits) {
        UUID id = Ids.next();
        bean(Balances.class).allocate(account, id, "grant", credits, null, ADMIN);
        return id;
    }

    Credits.Reserved reserve(UUID account, long prompt, long most, long least) {
        return credits().reserve(request(account, MODEL, prompt, most, least));
    }

    static Credits.Reserve request(UUID account, String model, long prompt, long most, long least) {
        return new Credits.Reserve(
                Ids.next(), account, null, null, "some-provider", model, false, prompt, prompt, most, least, "chat");
    }

    Credits.Settled settle(UUID account, UUID id, long prompt, long completion) {
        return credits().settle(new Credits.Settle(account, id, prompt, 0, completion, true, Credits.End.COMPLETE));
    }

    void sweep() {
        bean(LeaseSweep.class).sweep();
    }

    long available(UUID account) {
        return credits().balance(account).available();
    }

    BalanceRepository.Row row(UUID account) {
        return bean(Balances.class).present(account);
    }

    /** Rules that something contradicts. */
    List<String> faults() {
        return bean(Reconciler.class).faults().entrySet().stream()
                .filter(rule -> rule.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Types of events about an account, in the order in which they were published. */
    List<String> events(UUID account) {
        return test.asSuperuser(
                "select replace(type, 'accounting.', '') from platform.event_delivery where consumer = 'user.credits'"
                        + " and payload like '%" + account + "%' order by id");
    }

    @Override
    public void close() {
        context.close();
        test.close();
    }
}
