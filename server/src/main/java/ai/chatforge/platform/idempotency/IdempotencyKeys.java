package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.crypto.SealedColumn;
import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The statements on {@code platform.idempotency_key}. Bodies are sealed: they may show an API key. Times are the database's: processes differ. */
final class IdempotencyKeys {
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JsonMapper json;
    private final Sealers sealers;
    private final Duration lease;
    private final Duration keep;

    IdempotencyKeys(JsonMapper json, Sealers sealers, Duration lease, Duration keep) {
        this.json = json;
        this.sealers = sealers;
        this.lease = lease;
        this.keep = keep;
    }

    private record Row(
            boolean free,
            byte[] fingerprint,
            @Nullable Integer status,
            @Nullable String headers,
            byte @Nullable [] body,
            byte @Nullable [] sealedBody) {}

    Claim claim(Database database, RequestKey key) {
        UUID attempt = Ids.next();
        return database.call(() -> take(database, key, attempt)
                .<Claim>map(effect -> new Claim.Granted(attempt, effect))
                .orElseGet(() -> find(database, key)
                        .map(row -> judge(database, row, key))
                        .orElseGet(Claim.Running::new)));
    }

    /** Like {@link #claim}, and cheaper while somebody else holds the key. */
    Claim look(Database database, RequestKey key) {
        Optional<Row> row = database.call(() -> find(database, key));
        return row.isEmpty() || row.get().free() ? claim(database, key) : judge(database, row.get(), key);
    }

    /** A new key, one whose holder died, or one that has expired. */
    private Optional<UUID> take(Database database, RequestKey key, UUID attempt) {
        return database.sql()
                .sql("""
                        insert into platform.idempotency_key as held
                          (id, service, fingerprint, attempt, effect, tenant_id, leased_until, expires_at)
                        values (?, ?, ?, ?, ?, ?, now() + ? * interval '1 millisecond', now() + ? * interval '1 millisecond')
                        on conflict (id) do update
                          set fingerprint = excluded.fingerprint, attempt = excluded.attempt,
                              effect = case
                                when held.fingerprint = excluded.fingerprint and held.expires_at >= now()
                                then coalesce(held.effect, excluded.effect) else excluded.effect end,
                              tenant_id = excluded.tenant_id,
                              leased_until = excluded.leased_until, expires_at = excluded.expires_at,
                              status = null, headers = null, body = null, sealed_body = null
                          where held.leased_until < now() or held.expires_at < now()
                        returning effect
                        """)
                .param(key.id())
                .param(database.service().key())
                .param(key.fingerprint())
                .param(attempt)
                .param(Ids.next())
                .param(Tenant.current().orElse(null))
                .param(lease.toMillis())
                .param(keep.toMillis())
                .query((rows, number) -> rows.getObject("effect", UUID.class))
                .optional();
    }

    private Optional<Row> find(Database database, RequestKey key) {
        return database.sql()
                .sql("""
                        select coalesce(leased_until < now(), false) as free, fingerprint, status, headers, body,
                               sealed_body
                        from platform.idempotency_key where id = ?
                        """)
                .param(key.id())
                .query(IdempotencyKeys::row)
                .optional();
    }

    private Claim judge(Database database, Row row, RequestKey key) {
        if (!Arrays.equals(row.fingerprint(), key.fingerprint())) {
            return new Claim.OtherRequest();
        }
        if (row.status() == null || row.headers() == null) {
            return new Claim.Running();
        }
        byte[] body = row.sealedBody() == null
                ? row.body()
                : sealers.of(database).open(SealedColumn.KEPT_ANSWER, key.id(), row.sealedBody());
        return body == null
                ? new Claim.AnswerNotKept()
                : new Claim.Answered(new KeptAnswer(row.status(), json.readValue(row.headers(), HEADERS), body));
    }

    /** Keeps the answer, or only that there was one if it is not whole. */
    void finish(Database database, RequestKey key, UUID attempt, KeptAnswer answer, boolean whole) {
        byte[] sealed = whole ? sealers.of(database).seal(SealedColumn.KEPT_ANSWER, key.id(), answer.body()) : null;
        database.run(() -> database.sql()
                .sql("""
                        update platform.idempotency_key
                        set leased_until = null, status = ?, headers = ?, sealed_body = ?
                        where id = ? and attempt = ?
                        """)
                .param(answer.status())
                .param(json.writeValueAsString(answer.headers()))
                .param(sealed)
                .param(key.id())
                .param(attempt)
                .update());
    }

    /** Lets the key be used anew. Its effect stays, as the request may have had it before it failed. */
    void release(Database database, RequestKey key, UUID attempt) {
        database.run(() ->
                database.sql().sql("""
                        update platform.idempotency_key
                        set leased_until = now() - interval '1 millisecond', attempt = ?
                        where id = ? and attempt = ? and leased_until is not null
                        """).params(Ids.next(), key.id(), attempt).update());
    }

    void renew(Database database, List<UUID> attempts) {
        database.run(() -> database.sql()
                .sql("""
                        update platform.idempotency_key set leased_until = now() + ? * interval '1 millisecond'
                        where attempt = any(?) and leased_until is not null
                        """)
                .param(lease.toMillis())
                .param(attempts.toArray(UUID[]::new))
                .update());
    }

    int removeExpired(Database database) {
        return database.call(() -> database.sql()
                .sql("delete from platform.idempotency_key where expires_at < now()")
                .update());
    }

    private static Row row(ResultSet rows, int number) throws SQLException {
        return new Row(
                rows.getBoolean("free"),
                rows.getBytes("fingerprint"),
                rows.getObject("status", Integer.class),
                rows.getString("headers"),
                rows.getBytes("body"),
                rows.getBytes("sealed_body"));
    }
}
