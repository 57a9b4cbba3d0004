package ai.chatforge.platform.event;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on {@code platform.event_delivery} for one consumer. Times are the database's: processes differ. */
record DeliveryTable(String consumer, Database database) {
    private static final int ERROR_LENGTH = 2_000;
    private static final String COLUMNS =
            "d.id, d.event_id, d.type, d.version, d.tenant_id, d.key, d.occurred_at, d.payload, d.attempts";

    /** @param attempts that failed so far, for leased work including the present one */
    record Row(long id, int attempts, EventEnvelope event) {}

    static void insert(Database publisher, EventEnvelope event, List<String> consumers) {
        publisher
                .sql()
                .sql("""
                        insert into platform.event_delivery
                          (event_id, consumer, type, version, tenant_id, key, payload, occurred_at)
                        select ?, consumer, ?, ?, ?, ?, ?, ? from unnest(?) consumer
                        """)
                .params(
                        event.id(),
                        event.type(),
                        event.version(),
                        event.tenant(),
                        event.key(),
                        event.payload(),
                        Timestamps.of(event.occurredAt()))
                .param(consumers.toArray(String[]::new))
                .update();
    }

    List<Row> claim(int limit) {
        return rows("""
                select %s from platform.event_delivery d
                where consumer = ? and due_at <= now()
                order by due_at, id limit ? for update skip locked
                """, consumer, limit);
    }

    Optional<Row> claimOne(long id) {
        return rows("""
                select %s from platform.event_delivery d
                where consumer = ? and id = ? and due_at <= now() for update skip locked
                """, consumer, id).stream().findFirst();
    }

    /** Rows for this worker alone until the lease ends, whatever happens to this process. */
    List<Row> lease(int limit, Duration lease) {
        return rows("""
                update platform.event_delivery d
                set attempts = attempts + 1, due_at = now() + ? * interval '1 millisecond'
                from (select id from platform.event_delivery
                      where consumer = ? and due_at <= now()
                      order by due_at, id limit ? for update skip locked) free
                where d.id = free.id
                returning %s
                """, lease.toMillis(), consumer, limit);
    }

    /**
     * Keys whose first event is due, each locked for this transaction. The events themselves are read by a later
     * statement, because only its snapshot is sure to show what the lock's previous holder did.
     */
    List<String> lockKeys(int limit) {
        return database.sql()
                .sql("""
                        select key from (
                          select key from platform.event_delivery d
                          where consumer = ? and due_at <= now()
                            and not exists (select from platform.event_delivery e
                                            where e.consumer = d.consumer and e.key = d.key and e.id < d.id)
                          order by id limit ?) head
                        where pg_try_advisory_xact_lock(hashtextextended(? || ' ' || key, 0))
                        """)
                .params(consumer, limit, consumer)
                .query((rows, number) -> rows.getString("key"))
                .list();
    }

    /** Due events of keys that this transaction has locked, up to the first of each key that has to wait. */
    List<Row> inOrder(Collection<String> keys, int limit) {
        return rows("""
                select %s from platform.event_delivery d
                where consumer = ? and key = any(?)
                  and not exists (select from platform.event_delivery e
                                  where e.consumer = d.consumer and e.key = d.key and e.id <= d.id and e.due_at > now())
                order by id limit ? for update
                """, consumer, keys.toArray(String[]::new), limit);
    }

    Optional<Row> firstOf(String key) {
        boolean locked = database.sql()
                .sql("select pg_try_advisory_xact_lock(hashtextextended(? || ' ' || ?, 0))")
                .params(consumer, key)
                .query(Boolean.class)
                .single();
        return locked ? inOrder(List.of(key), 1).stream().findFirst() : Optional.empty();
    }

    void delete(Collection<Row> rows) {
        database.sql()
                .sql("delete from platform.event_delivery where consumer = ? and id = any(?)")
                .param(consumer)
                .param(rows.stream().map(Row::id).toArray(Long[]::new))
                .update();
    }

    void retryAfter(Row row, int attempts, Duration wait, String error) {
        database.sql()
                .sql("""
                        update platform.event_delivery
                        set attempts = ?, due_at = now() + ? * interval '1 millisecond', last_error = ?
                        where consumer = ? and id = ?
                        """)
                .params(attempts, wait.toMillis(), cut(error), consumer, row.id())
                .update();
    }

    /** The events behind one that is tried again: they could not be handled before it, so nobody need look at them. */
    void holdBack(Row first, Duration wait) {
        database.sql()
                .sql("""
                        update platform.event_delivery set due_at = now() + ? * interval '1 millisecond'
                        where consumer = ? and key = ? and id > ?
                        """)
                .params(wait.toMillis(), consumer, first.event().key(), first.id())
                .update();
    }

    /** The tenant of the statements that follow in this transaction. */
    void enter(UUID tenant) {
        database.sql()
                .sql("select set_config('chatforge.tenant', ?, true)")
                .param(tenant.toString())
                .query(String.class)
                .single();
    }

    /** Links are kept in the sealed payload only: they may let somebody in. */
    boolean bury(Row row, byte[] sealedPayload, int attempts, String error) {
        return database.sql()
                        .sql("""
                                with gone as (delete from platform.event_delivery where consumer = ? and id = ? returning *)
                                insert into platform.event_dead
                                  (id, event_id, consumer, type, version, tenant_id, key, payload, sealed_payload, occurred_at,
                                   attempts, error)
                                select id, event_id, consumer, type, version, tenant_id, key, ?, ?, occurred_at, ?, ?
                                from gone
                                """)
                        .params(
                                consumer,
                                row.id(),
                                row.event().payloadWithoutLinks(),
                                sealedPayload,
                                attempts,
                                cut(error))
                        .update()
                > 0;
    }

    private static String cut(String error) {
        return error.length() <= ERROR_LENGTH ? error : error.substring(0, ERROR_LENGTH);
    }

    private List<Row> rows(String sql, Object... parameters) {
        return database.sql()
                .sql(sql.formatted(COLUMNS))
                .params(parameters)
                .query(DeliveryTable::row)
                .list();
    }

    private static Row row(ResultSet rows, int number) throws SQLException {
        EventEnvelope event = new EventEnvelope(
                rows.getObject("event_id", UUID.class),
                rows.getString("type"),
                rows.getInt("version"),
                rows.getObject("tenant_id", UUID.class),
                rows.getString("key"),
                Timestamps.get(rows, "occurred_at"),
                rows.getString("payload"));
        return new Row(rows.getLong("id"), rows.getInt("attempts"), event);
    }
}
