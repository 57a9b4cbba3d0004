package ai.chatforge.platform.event;

import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.event.DeliveryTable.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The handler's effect and the acknowledgement are one commit: neither can be there without the other. */
final class TransactionalDeliveries extends Deliveries {
    private final boolean ordered;

    TransactionalDeliveries(
            HostedConsumer consumer,
            EventSettings settings,
            EventMetrics metrics,
            JsonMapper json,
            Sealers sealers,
            boolean ordered) {
        super(consumer, settings, metrics, json, sealers);
        this.ordered = ordered;
    }

    @Override
    boolean work() {
        List<Row> claimed = new ArrayList<>();
        try {
            consumer.database().run(() -> {
                claimed.addAll(ordered ? table.inOrder(table.lockKeys(settings.batch()), settings.batch()) : claim());
                handleAll(claimed);
            });
            metrics.handled(consumer.name(), claimed);
        } catch (RuntimeException e) {
            if (claimed.isEmpty()) {
                throw e;
            }
            if (claimed.size() == 1) {
                failed(claimed.getFirst(), claimed.getFirst().attempts() + 1, e);
            } else {
                claimed.forEach(this::alone);
            }
        }
        return !claimed.isEmpty();
    }

    @Override
    void putOff(Row row, Duration wait) {
        if (ordered) {
            table.holdBack(row, wait);
        }
    }

    private List<Row> claim() {
        return table.claim(settings.batch());
    }

    private void handleAll(List<Row> rows) {
        @Nullable UUID tenant = null;
        for (Row row : rows) {
            if (!row.event().tenant().equals(tenant)) {
                tenant = row.event().tenant();
                table.enter(tenant);
            }
            handle(row);
        }
        if (!rows.isEmpty()) {
            table.delete(rows);
        }
    }

    /** One delivery of a failed batch, so that the bad one does not hold up the others. */
    private void alone(Row row) {
        List<Row> handled = new ArrayList<>();
        try {
            consumer.database().run(() -> {
                claimAgain(row).ifPresent(handled::add);
                handleAll(handled);
            });
            metrics.handled(consumer.name(), handled);
        } catch (RuntimeException e) {
            failed(row, row.attempts() + 1, e);
        }
    }

    private Optional<Row> claimAgain(Row row) {
        return ordered
                ? table.firstOf(row.event().key()).filter(first -> first.id() == row.id())
                : table.claimOne(row.id());
    }
}
