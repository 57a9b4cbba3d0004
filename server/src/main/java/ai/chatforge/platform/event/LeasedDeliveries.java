package ai.chatforge.platform.event;

import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.event.DeliveryTable.Row;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * For work outside the database, which no transaction should wait for. A crash after the work and before the
 * acknowledgement brings the event again: the handler passes its id on as the idempotency key.
 */
final class LeasedDeliveries extends Deliveries {
    LeasedDeliveries(
            HostedConsumer consumer, EventSettings settings, EventMetrics metrics, JsonMapper json, Sealers sealers) {
        super(consumer, settings, metrics, json, sealers);
    }

    @Override
    boolean work() {
        List<Row> leased = consumer.database().call(() -> table.lease(settings.leased(), settings.lease()));
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            leased.forEach(row -> workers.execute(() -> one(row)));
        }
        return !leased.isEmpty();
    }

    private void one(Row row) {
        try {
            // The attempt was counted with the lease: an event that crashes the process is given up, too.
            if (row.attempts() > settings.attempts()) {
                throw new IllegalStateException("Its handler did not return, " + settings.attempts() + " times");
            }
            handle(row);
            consumer.database().run(() -> table.delete(List.of(row)));
            metrics.handled(consumer.name(), List.of(row));
        } catch (RuntimeException e) {
            failed(row, row.attempts(), e);
        }
    }
}
