package ai.chatforge.platform.event;

import ai.chatforge.platform.event.DeliveryTable.Row;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What operators see of the deliveries. */
record EventMetrics(MeterRegistry registry, Clock clock) {
    private static final String CONSUMER = "consumer";

    void handled(String consumer, List<Row> rows) {
        for (Row row : rows) {
            registry.timer("chatforge.events.handled", CONSUMER, consumer)
                    .record(Duration.between(row.event().occurredAt(), clock.instant()));
        }
    }

    void failed(String consumer) {
        registry.counter("chatforge.events.failed", CONSUMER, consumer).increment();
    }

    void dead(String consumer) {
        registry.counter("chatforge.events.dead", CONSUMER, consumer).increment();
    }
}
