package ai.chatforge.platform.event;

import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.persistence.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deliveries as rows of a table that all processes share. No notification goes through the database: under load its
 * queue makes commits wait for each other, and a poll each second costs next to nothing.
 */
final class PostgresEventTransport implements EventTransport {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final EventSettings settings;
    private final EventMetrics metrics;
    private final JsonMapper json;
    private final Sealers sealers;
    private final Map<String, ConsumerLoop> loops = new ConcurrentHashMap<>();

    PostgresEventTransport(EventSettings settings, EventMetrics metrics, JsonMapper json, Sealers sealers) {
        this.settings = settings;
        this.metrics = metrics;
        this.json = json;
        this.sealers = sealers;
    }

    @Override
    public void publish(Database publisher, EventEnvelope event, List<String> consumers) {
        DeliveryTable.insert(publisher, event, consumers);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                consumers.forEach(PostgresEventTransport.this::wake);
            }
        });
    }

    private void wake(String consumer) {
        ConsumerLoop loop = loops.get(consumer);
        if (loop != null) {
            loop.wake();
        }
    }

    @Override
    public void start(Collection<HostedConsumer> consumers) {
        for (HostedConsumer consumer : consumers) {
            ConsumerLoop loop =
                    new ConsumerLoop(Deliveries.of(consumer, settings, metrics, json, sealers), settings.poll());
            loops.put(consumer.name(), loop);
            loop.start();
        }
    }

    @Override
    public void close() {
        loops.values().forEach(ConsumerLoop::stop);
        loops.values().forEach(loop -> loop.awaitEnd(STOP_PATIENCE));
        loops.clear();
    }
}
