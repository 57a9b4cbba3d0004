package ai.chatforge.platform.event;

import ai.chatforge.platform.crypto.SealedColumn;
import ai.chatforge.platform.crypto.Sealer;
import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.event.DeliveryTable.Row;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** How one consumer's deliveries are worked off. */
abstract class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    final HostedConsumer consumer;
    final DeliveryTable table;
    final EventSettings settings;
    final EventMetrics metrics;
    private final JsonMapper json;
    private final Sealers sealers;

    Deliveries(
            HostedConsumer consumer, EventSettings settings, EventMetrics metrics, JsonMapper json, Sealers sealers) {
        this.consumer = consumer;
        this.table = new DeliveryTable(consumer.name(), consumer.database());
        this.settings = settings;
        this.metrics = metrics;
        this.json = json;
        this.sealers = sealers;
    }

    static Deliveries of(
            HostedConsumer consumer, EventSettings settings, EventMetrics metrics, JsonMapper json, Sealers sealers) {
        return switch (consumer.subscription().mode()) {
            case TRANSACTIONAL -> new TransactionalDeliveries(consumer, settings, metrics, json, sealers, false);
            case ORDERED -> new TransactionalDeliveries(consumer, settings, metrics, json, sealers, true);
            case LEASED -> new LeasedDeliveries(consumer, settings, metrics, json, sealers);
        };
    }

    /** Handles what is due now; true if there may be more. */
    abstract boolean work();

    /** What else waits when a delivery is tried again after a while. */
    void putOff(Row row, Duration wait) {}

    void handle(Row row) {
        try {
            Tenant.call(row.event().tenant(), () -> {
                consumer.handlers().handle(row.event(), json);
                return row;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            // An error, too, is the fault of this one event: the consumer's thread must live on.
            throw new IllegalStateException(e);
        }
    }

    /** Puts a failed delivery off, or gives it up. */
    void failed(Row row, int attempts, RuntimeException failure) {
        boolean last = attempts >= settings.attempts();
        LOG.atLevel(last ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.WARN)
                .addKeyValue("consumer", consumer.name())
                .addKeyValue("event", row.event().id())
                .addKeyValue("type", row.event().type())
                .addKeyValue("attempt", attempts)
                .setCause(failure)
                .log(last ? "event given up" : "event not handled, tried again later");
        metrics.failed(consumer.name());
        Sealer sealer = sealers.of(consumer.database());
        consumer.database().run(() -> {
            if (last) {
                table.bury(
                        row,
                        sealer.seal(
                                SealedColumn.DEAD_EVENT, row.id(), row.event().payload()),
                        attempts,
                        failure.toString());
            } else {
                Duration wait = settings.backoff().after(attempts);
                table.retryAfter(row, attempts, wait, failure.toString());
                putOff(row, wait);
            }
        });
        if (last) {
            metrics.dead(consumer.name());
        }
    }
}
