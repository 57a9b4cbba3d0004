package ai.chatforge.platform.event;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The events that one service's consumers gave up. */
public record DeadEvents(Database database) {

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

    /** Lets an event be delivered anew, after the events that wait already; false if there is no such dead event. */
    public boolean replay(long id) {
        return database.call(() -> database.sql().sql("""
                                with risen as (delete from platform.event_dead where id = ? returning *)
                                insert into platform.event_delivery
                                  (event_id, consumer, type, version, tenant_id, key, payload, occurred_at)
                                select event_id, consumer, type, version, tenant_id, key, payload, occurred_at from risen
                                """).param(id).update() > 0);
    }
}
