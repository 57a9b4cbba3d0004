package ai.chatforge.user;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for user.export. */
@Repository
class ExportRepository {
    private final Database db;

    ExportRepository(@Qualifier("user") Database db) {
        this.db = db;
    }

    /** @return false when one is being made already */
    boolean insert(Export export) {
        return db.sql()
                        .sql("""
                                insert into "user".export (id, tenant_id, state, created_at, expires_at)
                                values (:id, :tenant, 'waiting', :created, :expires)
                                on conflict (tenant_id) where state in ('waiting', 'running') do nothing
                                """)
                        .param("id", export.id())
                        .param("tenant", Tenant.required())
                        .param("created", Timestamps.of(export.createdAt()))
                        .param("expires", Timestamps.of(export.expiresAt()))
                        .update()
                == 1;
    }

    /** Newest first. */
    List<Export> all() {
        return db.sql()
                .sql("select * from \"user\".export where tenant_id = :tenant order by id desc")
                .param("tenant", Tenant.required())
                .query((rs, n) -> export(rs))
                .list();
    }

    Optional<Export> find(UUID id) {
        return db.sql()
                .sql("select * from \"user\".export where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .query((rs, n) -> export(rs))
                .optional();
    }

    /** @return false when it is gone or done */
    boolean running(UUID id) {
        return change(id, Export.State.RUNNING, null, null);
    }

    boolean ready(UUID id, long size, Instant now) {
        return change(id, Export.State.READY, size, now);
    }

    boolean failed(UUID id, Instant now) {
        return change(id, Export.State.FAILED, null, now);
    }

    private boolean change(UUID id, Export.State state, @Nullable Long size, @Nullable Instant finished) {
        return db.sql()
                        .sql("""
                                update "user".export
                                set state = :state, size_bytes = :size::bigint, finished_at = :finished::timestamptz
                                where id = :id and tenant_id = :tenant and state in ('waiting', 'running')
                                """)
                        .param("state", state.name().toLowerCase(Locale.ROOT))
                        .param("size", size)
                        .param("finished", finished == null ? null : Timestamps.of(finished))
                        .param("id", id)
                        .param("tenant", Tenant.required())
                        .update()
                == 1;
    }

    void delete(UUID id) {
        db.sql()
                .sql("delete from \"user\".export where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    private static Export export(ResultSet rs) throws SQLException {
        return new Export(
                rs.getObject("id", UUID.class),
                Export.State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
                rs.getObject("size_bytes", Long.class),
                Timestamps.get(rs, "created_at"),
                Timestamps.getOrNull(rs, "finished_at"),
                Timestamps.get(rs, "expires_at"));
    }
}
