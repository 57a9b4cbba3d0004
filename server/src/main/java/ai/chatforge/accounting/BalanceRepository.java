package ai.chatforge.accounting;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for accounting.balance, accounting.allocation and accounting.ledger. */
@Repository
class BalanceRepository {
    private final Database db;

    BalanceRepository(@Qualifier("accounting") Database db) {
        this.db = db;
    }

    /**
     * @param allowance left of the period's
     * @param lasting granted and bought ones
     * @param allotted of the period, by the plan
     * @param spent of that
     */
    record Row(
            long allowance, long lasting, long reserved, boolean unlimited, Period period, long allotted, long spent) {
        long available() {
            return allowance + lasting;
        }
    }

    /** With the allowance of the present period. */
    Row present(@Nullable Long planLimit, Instant now) {
        return db.sql()
                .sql("select * from accounting.present(:account, :limit, :now)")
                .param("account", Tenant.required())
                .param("limit", planLimit, Types.BIGINT)
                .param("now", Timestamps.of(now))
                .query((rs, n) -> new Row(
                        rs.getLong("allowance"),
                        rs.getLong("lasting"),
                        rs.getLong("reserved"),
                        rs.getBoolean("unlimited"),
                        Period.from(rs.getObject("period", LocalDate.class)),
                        rs.getLong("allotted"),
                        rs.getLong("spent")))
                .single();
    }

    /** @return false when it was done under this id before */
    boolean allocate(UUID id, String kind, long credits, @Nullable String note, UUID by, Instant now) {
        return db.sql()
                .sql("select accounting.allocate(:account, :id, :kind, :credits, :note, :by, :now)")
                .param("account", Tenant.required())
                .param("id", id)
                .param("kind", kind)
                .param("credits", credits)
                .param("note", note, Types.VARCHAR)
                .param("by", by)
                .param("now", Timestamps.of(now))
                .query(Boolean.class)
                .single();
    }

    /** Of everybody: the next accounts of which not all use was told, in the order of their ids. */
    List<UUID> untold(UUID after, int limit) {
        return db.sql()
                .sql("""
                        select tenant_id from accounting.balance
                        where tenant_id > :after and spent <> told_spent order by tenant_id limit :limit
                        """)
                .param("after", after)
                .param("limit", limit)
                .query((rs, n) -> rs.getObject("tenant_id", UUID.class))
                .list();
    }

    /** @return what is to be told now; empty when another process told it meanwhile */
    Optional<Long> markTold() {
        return db.sql()
                .sql("""
                        update accounting.balance set told_spent = spent
                        where tenant_id = :account and told_spent <> spent returning spent
                        """)
                .param("account", Tenant.required())
                .query(Long.class)
                .optional();
    }

    /** Resolves what is pending, and lets all credits lapse. */
    void close(Instant now) {
        db.sql()
                .sql("select accounting.close(:account, :now)")
                .param("account", Tenant.required())
                .param("now", Timestamps.of(now))
                .query((rs, n) -> 0)
                .list();
    }

    /** @param before only entries of a lower number; null: from the newest on */
    List<Transaction> transactions(Transaction.@Nullable Kind kind, @Nullable Long before, int limit) {
        return db.sql()
                .sql("""
                        select l.*, a.note, r.bot_id, r.provider, r.model
                        from accounting.balance b
                        join accounting.ledger l on l.ledger_id = b.ledger_id
                        left join accounting.allocation a on a.tenant_id = b.tenant_id and a.id = l.reference
                        left join accounting.reservation r on r.tenant_id = b.tenant_id and r.id = l.reference
                        where b.tenant_id = :account
                          and (:before::bigint is null or l.number < :before::bigint)
                          and (:kind::text is null or l.kind = :kind::text)
                        order by l.number desc limit :limit
                        """)
                .param("account", Tenant.required())
                .param("before", before, Types.BIGINT)
                .param("kind", kind == null ? null : kind.key(), Types.VARCHAR)
                .param("limit", limit + 1)
                .query((rs, n) -> transaction(rs))
                .list();
    }

    private static Transaction transaction(ResultSet rs) throws SQLException {
        return new Transaction(
                rs.getLong("number"),
                Transaction.Kind.of(rs.getString("kind")),
                rs.getObject("reference", UUID.class),
                rs.getLong("allowance") + rs.getLong("lasting"),
                rs.getLong("reserved"),
                rs.getLong("consumed"),
                rs.getLong("expired"),
                -rs.getLong("written_off"),
                rs.getLong("available"),
                rs.getObject("bot_id", UUID.class),
                rs.getString("provider"),
                rs.getString("model"),
                rs.getString("note"),
                Timestamps.get(rs, "at"));
    }
}
