package ai.chatforge.user;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import ai.chatforge.user.api.Limit;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for user.limit_used, of the present tenant. */
@Repository
class LimitUsedRepository {
    private final Database db;

    LimitUsedRepository(@Qualifier("user") Database db) {
        this.db = db;
    }

    /** @param at when it was so */
    record Used(long amount, Instant at) {}

    void put(Limit limit, long used, Instant at) {
        db.sql()
                .sql("""
                        insert into "user".limit_used (tenant_id, limit_name, used, told_at)
                        values (:tenant, :limit, :used, :at)
                        on conflict (tenant_id, limit_name) do update set used = excluded.used, told_at = excluded.told_at
                        """)
                .param("tenant", Tenant.required())
                .param("limit", key(limit))
                .param("used", used)
                .param("at", Timestamps.of(at))
                .update();
    }

    Optional<Used> find(Limit limit) {
        return db.sql()
                .sql("""
                        select used, told_at from "user".limit_used where tenant_id = :tenant and limit_name = :limit
                        """)
                .param("tenant", Tenant.required())
                .param("limit", key(limit))
                .query((rs, n) -> new Used(rs.getLong("used"), Timestamps.get(rs, "told_at")))
                .optional();
    }

    private static String key(Limit limit) {
        return limit.name().toLowerCase(Locale.ROOT);
    }
}
