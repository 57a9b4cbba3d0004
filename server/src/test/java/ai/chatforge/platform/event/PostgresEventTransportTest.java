package ai.chatforge.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.crypto.TestSealers;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.service.ServiceName;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PostgresEventTransportTest extends EventTransportContractTest {
    private static final Sealers SEALERS = TestSealers.make();

    @Override
    EventTransport transport(EventMetrics metrics) {
        return new PostgresEventTransport(SETTINGS, metrics, JSON, SEALERS);
    }

    @Override
    List<String> dead() {
        return test.asSuperuser("select consumer from platform.event_dead order by consumer");
    }

    @Test
    void aServiceSeesItsOwnDeliveriesOnly() {
        publish(PROFILE, FETCH).note("a", 1);
        for (ServiceName service : List.of(ServiceName.USER, ServiceName.DOCUMENT, ServiceName.BOT)) {
            Database database = test.of(service);
            List<String> seen = database.call(() -> database.sql()
                    .sql("select consumer from platform.event_delivery")
                    .query((rows, number) -> rows.getString(1))
                    .list());
            assertThat(seen).allMatch(consumer -> consumer.startsWith(service.key() + "."));
            int deleted = database.call(() ->
                    database.sql().sql("delete from platform.event_delivery").update());
            assertThat(deleted).isEqualTo(service == ServiceName.BOT ? 0 : 1);
        }
    }

    @Test
    void deadEventsOfAServiceCanBeReplayed() {
        AtomicBoolean mended = new AtomicBoolean();
        process(consumer(PROFILE, (event, delivery, database) -> {
            if (!mended.get()) {
                throw new IllegalStateException("not mended");
            }
            store(event, delivery, database);
        }));
        publish(PROFILE).note("a", 1);
        await().untilAsserted(() -> assertThat(dead()).hasSize(1));

        assertThat(new DeadEvents(test.of(ServiceName.DOCUMENT), SEALERS).newest(10))
                .isEmpty();
        DeadEvents events = new DeadEvents(test.of(ServiceName.USER), SEALERS);
        DeadEvents.Dead event = events.newest(10).getFirst();
        assertThat(event.error()).contains("not mended");
        assertThat(event.attempts()).isEqualTo(SETTINGS.attempts());

        mended.set(true);
        assertThat(events.replay(event.id())).isTrue();
        awaitEffects("user", "a1");
        assertThat(events.replay(event.id())).isFalse();
        assertThat(dead()).isEmpty();
    }
}
