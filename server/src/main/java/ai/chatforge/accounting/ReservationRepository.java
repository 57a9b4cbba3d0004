package ai.chatforge.accounting;

import ai.chatforge.accounting.api.Credits;
import ai.chatforge.platform.persistence.BusyStatement;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;

/** SQL for accounting.reservation. What costs credits is done by functions of the database. */
@Repository
class ReservationRepository {
    private final Database db;
    private final BusyStatement reserving;
    private final BusyStatement resolving;

    ReservationRepository(@Qualifier("accounting") Database db) {
        this.db = db;
        this.reserving = db.busy("""
                select * from accounting.reserve(:account, :id, :user, :bot, :provider, :model,
                  :input, :cached, :output, :prompt, :mostPrompt, :most, :least, :origin, :lease, :limit, :now)
                """);
        this.resolving = db.busy("""
                select fresh, was_told, now_told, allotment, (r).* from accounting.settle(
                  :account, :id, :prompt, :cached, :completion, :reported, :ended, :now)
                """);
    }

    /** How much of the period's allowance is used up, in the steps that are told: as was told last, and now. */
    record Quota(int before, int now, long allowance) {
        static Quota of(ResultSet rs) throws SQLException {
            return new Quota(rs.getInt("was_told"), rs.getInt("now_told"), rs.getLong("allotment"));
        }
    }

    /** What came of it. */
    sealed interface Outcome {
        Quota quota();

        record Held(boolean fresh, Credits.Reserved reserved, Quota quota) implements Outcome {}

        /** @param elsewhere what is held for others, and may come back */
        record Short(long needs, long has, long elsewhere, Quota quota) implements Outcome {}
    }

    /** @param planLimit null: the plan sets none */
    Outcome reserve(Credits.Reserve request, Price price, @Nullable Long planLimit, Duration lease, Instant now) {
        SqlParameterSource parameters = new MapSqlParameterSource()
                .addValue("account", Tenant.required())
                .addValue("id", request.id())
                .addValue("user", request.userId(), Types.OTHER)
                .addValue("bot", request.botId(), Types.OTHER)
                .addValue("provider", request.provider())
                .addValue("model", request.model())
                .addValue("input", price.input())
                .addValue("cached", price.cached())
                .addValue("output", price.output())
                .addValue("prompt", request.promptTokens())
                .addValue("mostPrompt", request.mostPromptTokens())
                .addValue("most", request.maxOutputTokens())
                .addValue("least", request.leastOutputTokens())
                .addValue("origin", request.origin())
                .addValue("lease", Math.toIntExact(Math.max(1, lease.toSeconds())))
                .addValue("limit", planLimit, Types.BIGINT)
                .addValue("now", Timestamps.of(now));
        return reserving.query(parameters, (rs, n) -> outcome(request.id(), rs)).getFirst();
    }

    private static Outcome outcome(UUID id, ResultSet rs) throws SQLException {
        long held = rs.getLong("held");
        if (rs.wasNull()) {
            return new Outcome.Short(rs.getLong("needs"), rs.getLong("has"), rs.getLong("elsewhere"), Quota.of(rs));
        }
        return new Outcome.Held(
                rs.getBoolean("fresh"),
                new Credits.Reserved(id, held, rs.getLong("allowed"), Timestamps.get(rs, "ends")),
                Quota.of(rs));
    }

    /** @param fresh false: it was resolved before, or its lease goes on */
    record Resolved(boolean fresh, Reservation reservation, Quota quota) {}

    Optional<Resolved> settle(Credits.Settle request, Instant now) {
        return resolve(
                request.id(),
                request.promptTokens(),
                request.cachedTokens(),
                request.completionTokens(),
                request.reported(),
                request.end().name().toLowerCase(Locale.ROOT),
                now);
    }

    /** Settles from what was delivered, if the lease is over. */
    Optional<Resolved> expire(UUID id, Instant now) {
        return resolve(id, 0, 0, 0, false, "lease", now);
    }

    private Optional<Resolved> resolve(
            UUID id, long prompt, long cached, long completion, boolean reported, String ended, Instant now) {
        SqlParameterSource parameters = new MapSqlParameterSource()
                .addValue("account", Tenant.required())
                .addValue("id", id)
                .addValue("prompt", prompt)
                .addValue("cached", cached)
                .addValue("completion", completion)
                .addValue("reported", reported)
                .addValue("ended", ended)
                .addValue("now", Timestamps.of(now));
        return resolving
                .query(parameters, (rs, n) -> new Resolved(rs.getBoolean("fresh"), Reservation.of(rs), Quota.of(rs)))
                .stream()
                .findFirst();
    }

    /** Remembers what is told; empty when it was told before. */
    Optional<Quota> tell(boolean refused, Instant now) {
        return db.sql()
                .sql("select * from accounting.tell(:account, :refused, :now)")
                .param("account", Tenant.required())
                .param("refused", refused)
                .param("now", Timestamps.of(now))
                .query((rs, n) -> Quota.of(rs))
                .optional();
    }

    /** @return how many of them are pending */
    int progress(List<Credits.Delivered> delivered, Instant now) {
        return db.single()
                .sql("""
                        update accounting.reservation r
                        set delivered = greatest(r.delivered, told.tokens),
                          expires_at = greatest(r.expires_at, :now + make_interval(secs => r.lease_seconds))
                        from unnest(cast(:ids as uuid[]), cast(:tokens as bigint[])) told (id, tokens)
                        where r.tenant_id = :account and r.id = told.id and r.state = 'pending'
                        """)
                .param("account", Tenant.required())
                .param("ids", delivered.stream().map(Credits.Delivered::id).toArray(UUID[]::new))
                .param(
                        "tokens",
                        delivered.stream()
                                .map(Credits.Delivered::completionTokens)
                                .toArray(Long[]::new))
                .param("now", Timestamps.of(now))
                .update();
    }

    Optional<Reservation> find(UUID id) {
        return db.sql()
                .sql("select * from accounting.reservation where tenant_id = :account and id = :id")
                .param("account", Tenant.required())
                .param("id", id)
                .query((rs, n) -> Reservation.of(rs))
                .optional();
    }

    /** @param botId null: of all bots, and of none */
    List<Reservation> pendingSessions(@Nullable UUID botId, int limit) {
        return db.sql()
                .sql("""
                        select * from accounting.reservation
                        where tenant_id = :account and state = 'pending' and origin = 'session'
                          and (:bot::uuid is null or bot_id = :bot::uuid)
                        order by created_at desc, id desc limit :limit
                        """)
                .param("account", Tenant.required())
                .param("bot", botId, Types.OTHER)
                .param("limit", limit)
                .query((rs, n) -> Reservation.of(rs))
                .list();
    }

    record Pending(UUID tenantId, UUID id) {}

    /** Of everybody; the longest over first. */
    List<Pending> expired(Instant now, int limit) {
        return db.sql()
                .sql("""
                        select tenant_id, id from accounting.reservation
                        where state = 'pending' and expires_at <= :now order by expires_at, id limit :limit
                        """)
                .param("now", Timestamps.of(now))
                .param("limit", limit)
                .query((rs, n) -> new Pending(rs.getObject("tenant_id", UUID.class), rs.getObject("id", UUID.class)))
                .list();
    }
}
