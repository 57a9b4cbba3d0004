package ai.chatforge.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.event.EventConsumer.Handler;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What every transport of events keeps to. A transport stands for a process here. */
abstract class EventTransportContractTest {
    static final EventSettings SETTINGS = new EventSettings(
            Duration.ofMillis(50), 50, 4, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(400), 4);
    static final JsonMapper JSON = EventConfiguration.lenient(new JsonMapper());
    static final UUID TENANT = UUID.randomUUID();

    static final Subscription PROFILE =
            Subscription.transactional("user.profile").to(NoteAdded.class);
    static final Subscription INDEX = Subscription.ordered("vector.index").to(NoteAdded.class);
    static final Subscription FETCH = Subscription.leased("document.fetch").to(NoteAdded.class);

    static TestDatabase test;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<EventTransport> open = new ArrayList<>();

    abstract EventTransport transport(EventMetrics metrics);

    /** Names of the consumers with events that were given up. */
    abstract List<String> dead();

    @BeforeAll
    static void makeTables() {
        test = TestDatabase.create();
        for (String service : List.of("user", "vector", "document")) {
            test.asSuperuser(
                    "create table \"%s\".effect (id bigserial, key text, number int, event uuid, tenant text)"
                            .formatted(service),
                    "grant all on all tables in schema \"%s\" to chatforge_%s".formatted(service, service),
                    "grant all on all sequences in schema \"%s\" to chatforge_%s".formatted(service, service));
        }
    }

    @AfterAll
    static void dropTables() {
        test.close();
    }

    @BeforeEach
    void empty() {
        test.asSuperuser(
                "truncate \"user\".effect, vector.effect, document.effect, platform.event_delivery, platform.event_dead");
    }

    @AfterEach
    void stop() {
        open.forEach(EventTransport::close);
    }

    @Test
    void deliversToEachSubscriberInItsTenant() {
        process(consumer(PROFILE, this::store), consumer(INDEX, this::store), consumer(FETCH, this::store));
        publish(PROFILE, INDEX, FETCH).note("a", 1);

        for (String service : List.of("user", "vector", "document")) {
            awaitEffects(service, "a1");
            assertThat(tenants(service)).containsExactly(TENANT.toString());
        }
    }

    @Test
    void refusesToPublishOutsideOfATransaction() {
        EventLog log = new EventLog(new EventCatalogue(List.of(PROFILE)), newTransport(), JSON, Clock.systemUTC());
        assertThatThrownBy(() -> log.publish(test.of(ServiceName.BOT), new NoteAdded(TENANT, "a", 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void publishesNothingWhenTheTransactionRollsBack() {
        process(consumer(PROFILE, this::store));
        Publisher publisher = publish(PROFILE);
        assertThatThrownBy(() -> publisher.database.run(() -> {
                    publisher.log.publish(publisher.database, new NoteAdded(TENANT, "lost", 1));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        publisher.note("kept", 1);
        awaitEffects("user", "kept1");
    }

    @Test
    void deliversToAConsumerThatThePublisherDoesNotHost() {
        publish(PROFILE, FETCH).note("a", 1);
        process(consumer(PROFILE, this::store));
        awaitEffects("user", "a1");
        process(consumer(FETCH, this::store));
        awaitEffects("document", "a1");
    }

    @Test
    void aCrashBetweenEffectAndAcknowledgementLeavesOneEffect() {
        AtomicInteger crashes = new AtomicInteger();
        process(consumer(PROFILE, (event, delivery, database) -> {
            store(event, delivery, database);
            if (crashes.getAndIncrement() < 2) {
                // The server forgets the transaction, as if this process were gone.
                int connection = database.call(() -> database.sql()
                        .sql("select pg_backend_pid()")
                        .query(Integer.class)
                        .single());
                test.asSuperuser("select pg_terminate_backend(" + connection + ")");
            }
        }));
        publish(PROFILE).note("a", 1);
        awaitEffects("user", "a1");
        assertThat(crashes).hasValue(3);
    }

    @Test
    void outsideWorkThatWasNotAcknowledgedComesAgainUnderTheSameId() {
        Set<UUID> ids = ConcurrentHashMap.newKeySet();
        AtomicInteger deliveries = new AtomicInteger();
        process(consumer(FETCH, (event, delivery, database) -> {
            ids.add(delivery.eventId());
            if (deliveries.incrementAndGet() < 3) {
                throw new IllegalStateException("crashed after the work");
            }
        }));
        publish(FETCH).note("a", 1);
        await().untilAtomic(deliveries, org.hamcrest.Matchers.is(3));
        assertThat(ids).hasSize(1);
    }

    @Test
    void outsideWorkOfAHungProcessGoesToAnotherOne() throws Exception {
        CountDownLatch hung = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        process(consumer(FETCH, (event, delivery, database) -> {
            hung.countDown();
            release.await();
        }));
        publish(FETCH).note("a", 1);
        assertThat(hung.await(10, TimeUnit.SECONDS)).isTrue();
        process(consumer(FETCH, this::store));
        awaitEffects("document", "a1");
        release.countDown();
    }

    @Test
    void aPoisonousEventDoesNotHoldUpOthersAndIsKept() {
        process(consumer(PROFILE, this::storeUnlessPoison), consumer(FETCH, this::refusePoison));
        publish(PROFILE, FETCH).notes("a", -2, 3);

        awaitEffects("user", "a0", "a1", "a2", "a3");
        awaitEffects("document", "a0", "a1", "a2", "a3");
        await().untilAsserted(() -> assertThat(dead())
                .containsExactlyInAnyOrder("document.fetch", "document.fetch", "user.profile", "user.profile"));
        assertThat(meters.counter("chatforge.events.dead", "consumer", "user.profile")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void laterEventsOfAKeyWaitForAnEarlierOneThatIsTriedAgain() {
        AtomicInteger failures = new AtomicInteger();
        process(consumer(INDEX, (event, delivery, database) -> {
            if (event.key().equals("slow") && event.number() == 1 && failures.getAndIncrement() < 3) {
                throw new IllegalStateException("not yet");
            }
            store(event, delivery, database);
        }));
        Publisher publisher = publish(INDEX);
        publisher.database.run(() -> {
            publisher.notes("slow", 1, 4);
            publisher.notes("other", 1, 2);
        });
        await().untilAsserted(() -> assertThat(effects("vector")).hasSize(6));
        assertThat(effects("vector").stream().filter(e -> e.startsWith("slow")))
                .containsExactly("slow1", "slow2", "slow3", "slow4");
        assertThat(effects("vector").subList(0, 2)).containsExactly("other1", "other2");
    }

    @Test
    void aDeadEventNoLongerHoldsUpItsKey() {
        process(consumer(INDEX, this::storeUnlessPoison));
        publish(INDEX).notes("a", -1, 1);
        awaitEffects("vector", "a0", "a1");
        assertThat(dead()).containsExactly("vector.index");
    }

    @Test
    void twoProcessesShareTheWorkOnceEachAndInOrder() {
        ConcurrentLinkedQueue<String> hosts = new ConcurrentLinkedQueue<>();
        for (String host : List.of("one", "two")) {
            process(
                    consumer(INDEX, (event, delivery, database) -> {
                        hosts.add(host);
                        store(event, delivery, database);
                    }),
                    consumer(PROFILE, this::store));
        }
        Publisher publisher = publish(INDEX, PROFILE);
        for (int number = 0; number < 60; number++) {
            int current = number;
            publisher.database.run(() -> {
                for (int key = 0; key < 10; key++) {
                    publisher.note("k" + key + "-", current);
                }
            });
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(effects("vector")).hasSize(600));
        await().untilAsserted(() -> assertThat(effects("user")).hasSize(600).doesNotHaveDuplicates());
        for (int key = 0; key < 10; key++) {
            String prefix = "k" + key + "-";
            assertThat(effects("vector").stream().filter(e -> e.startsWith(prefix)))
                    .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 60)
                            .mapToObj(n -> prefix + n)
                            .toList());
        }
        assertThat(hosts).contains("one", "two");
    }

    @Test
    void anUnknownVersionIsKeptForItsConsumerAndDoesNotDisturb() {
        Subscription newer =
                Subscription.transactional("user.profile").to(NoteAdded.class).to(NoteAddedAnew.class);
        Publisher publisher = publish(newer);
        publisher.database.run(() -> publisher.log.publish(publisher.database, new NoteAddedAnew(TENANT, "new")));
        publisher.note("old", 1);
        process(consumer(FETCH, this::store));
        process(consumer(PROFILE, this::store));
        awaitEffects("user", "old1");
        await().untilAsserted(() -> assertThat(dead()).containsExactly("user.profile"));
    }

    @Test
    void deliversNothingMoreOnceClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        AtomicInteger late = new AtomicInteger();
        EventTransport process = process(consumer(PROFILE, (event, delivery, database) -> {
            if (closed.get()) {
                late.incrementAndGet();
            }
            store(event, delivery, database);
        }));
        Publisher publisher = publish(PROFILE);
        publisher.notes("a", 0, 200);
        process.close();
        closed.set(true);
        process(consumer(PROFILE, this::store));
        await().untilAsserted(() -> assertThat(effects("user")).hasSize(201).doesNotHaveDuplicates());
        assertThat(late).hasValue(0);
    }

    /** A handler that works with its service's database. */
    interface Effect {
        void apply(NoteAdded event, EventConsumer.Delivery delivery, Database database) throws Exception;
    }

    HostedConsumer consumer(Subscription subscription, Effect effect) {
        Database database = test.of(subscription.service());
        Handler<NoteAdded> handler = (event, delivery) -> effect.apply(event, delivery, database);
        return new HostedConsumer(
                subscription, EventConsumer.named(subscription.consumer()).on(NoteAdded.class, handler), database);
    }

    EventTransport process(HostedConsumer... consumers) {
        EventTransport transport = newTransport();
        transport.start(List.of(consumers));
        return transport;
    }

    EventTransport newTransport() {
        EventTransport transport = transport(new EventMetrics(meters, Clock.systemUTC()));
        open.add(transport);
        return transport;
    }

    void store(NoteAdded event, EventConsumer.Delivery delivery, Database database) {
        database.run(() -> database.sql()
                .sql(
                        "insert into \"%s\".effect (key, number, event, tenant) values (?, ?, ?, current_setting('chatforge.tenant'))"
                                .formatted(database.service().key()))
                .params(event.key(), event.number(), delivery.eventId())
                .update());
    }

    private void storeUnlessPoison(NoteAdded event, EventConsumer.Delivery delivery, Database database) {
        store(event, delivery, database);
        if (event.number() < 0) {
            throw new IllegalStateException("poison");
        }
    }

    /** For outside work, whose effect no rollback takes back. */
    private void refusePoison(NoteAdded event, EventConsumer.Delivery delivery, Database database) {
        if (event.number() < 0) {
            throw new IllegalStateException("poison");
        }
        store(event, delivery, database);
    }

    void awaitEffects(String service, String... expected) {
        await().untilAsserted(() -> assertThat(effects(service)).containsExactlyInAnyOrder(expected));
    }

    static List<String> effects(String service) {
        return test.asSuperuser("select key || number from \"%s\".effect order by id".formatted(service));
    }

    static List<String> tenants(String service) {
        return test.asSuperuser("select tenant from \"%s\".effect".formatted(service));
    }

    Publisher publish(Subscription... known) {
        return new Publisher(
                new EventLog(new EventCatalogue(List.of(known)), newTransport(), JSON, Clock.systemUTC()),
                test.of(ServiceName.BOT));
    }

    /** The bot service, in a process that hosts no consumer. */
    record Publisher(EventLog log, Database database) {
        void note(String key, int number) {
            database.run(() -> log.publish(database, new NoteAdded(TENANT, key, number)));
        }

        void notes(String key, int from, int to) {
            database.run(() -> {
                for (int number = from; number <= to; number++) {
                    note(key, number);
                }
            });
        }
    }
}
