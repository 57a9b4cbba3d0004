package ai.chatforge.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.json.JsonMapper;

/** Processes, consumers and a publisher for the tests of a transport. A transport stands for a process here. */
abstract class EventTransportScene {
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

    void storeUnlessPoison(NoteAdded event, EventConsumer.Delivery delivery, Database database) {
        store(event, delivery, database);
        if (event.number() < 0) {
            throw new IllegalStateException("poison");
        }
    }

    /** For outside work, whose effect no rollback takes back. */
    void refusePoison(NoteAdded event, EventConsumer.Delivery delivery, Database database) {
        if (event.number() < 0) {
            throw new StackOverflowError("poison");
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
