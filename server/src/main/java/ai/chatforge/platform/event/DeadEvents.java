package ai.chatforge.platform.event;

import ai.chatforge.platform.crypto.SealedColumn;
import ai.chatforge.platform.crypto.Sealer;
import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events that one service's consumers gave up. */
public record DeadEvents(Database database, Sealers sealers) {

    public record Dead(
            long id,
            UUID eventId,
            String consumer,
            String type,
            int version,
            int attempts,
            String error,
            Instant diedAt) {}

    public List<Dead> newest(int limit) {
        return database.call(() -> database.sql()
                .sql("""
                        select id, event_id, consumer, type, version, attempts, error, died_at
                        from platform.event_dead order by id desc limit ?
                        """)
                .param(limit)
                .query((rows, number) -> new Dead(
                        rows.getLong("id"),
                        rows.getObject("event_id", UUID.class),
                        rows.getString("consumer"),
                        rows.getString("type"),
                        rows.getInt("version"),
                        rows.getInt("attempts"),
                        rows.getString("error"),
                        Timestamps.get(rows, "died_at")))
                .list());
    }

    private record Risen(EventEnvelope event, String consumer, byte @Nullable [] sealed) {}

    /** Lets an event be delivered anew, after the events that wait already; false if there is no such dead event. */
    public boolean replay(long id) {
        Sealer sealer = sealers.of(database);
        return database.call(() -> {
            Optional<Risen> risen = database.sql()
                    .sql("delete from platform.event_dead where id = ? returning *")
                    .param(id)
                    .query(DeadEvents::risen)
                    .optional();
            risen.ifPresent(dead -> deliver(dead, id, sealer));
            return risen.isPresent();
        });
    }

    private void deliver(Risen dead, long id, Sealer sealer) {
        EventEnvelope event = dead.sealed() == null
                ? dead.event() // of an older version, with all that is in it
                : dead.event()
                        .with(new String(
                                sealer.open(SealedColumn.DEAD_EVENT, id, dead.sealed()), StandardCharsets.UTF_8));
        DeliveryTable.insert(database, event, List.of(dead.consumer()));
    }

    private static Risen risen(ResultSet rows, int number) throws SQLException {
        EventEnvelope event = new EventEnvelope(
                rows.getObject("event_id", UUID.class),
                rows.getString("type"),
                rows.getInt("version"),
                rows.getObject("tenant_id", UUID.class),
                rows.getString("key"),
                Timestamps.get(rows, "occurred_at"),
                rows.getString("payload"));
        return new Risen(event, rows.getString("consumer"), rows.getBytes("sealed_payload"));
    }
}
