package ai.chatforge.user;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for user.avatar, of the present tenant. */
@Repository
class AvatarRepository {
    private final Database db;

    AvatarRepository(@Qualifier("user") Database db) {
        this.db = db;
    }

    void put(UUID key, byte[] png) {
        db.sql()
                .sql("""
                        insert into "user".avatar (tenant_id, key, png) values (:tenant, :key, :png)
                        on conflict (tenant_id) do update set key = excluded.key, png = excluded.png
                        """)
                .param("tenant", Tenant.required())
                .param("key", key)
                .param("png", png)
                .update();
    }

    Optional<byte[]> find(UUID key) {
        return db.sql()
                .sql("select png from \"user\".avatar where tenant_id = :tenant and key = :key")
                .param("tenant", Tenant.required())
                .param("key", key)
                .query((rs, n) -> rs.getBytes("png"))
                .optional();
    }

    void delete() {
        db.sql()
                .sql("delete from \"user\".avatar where tenant_id = :tenant")
                .param("tenant", Tenant.required())
                .update();
    }
}
