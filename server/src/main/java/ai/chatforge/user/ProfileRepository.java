package ai.chatforge.user;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for user.profile. */
@Repository
class ProfileRepository {
    private final Database db;

    ProfileRepository(@Qualifier("user") Database db) {
        this.db = db;
    }

    /** Does nothing when it is there already. */
    void insert(UUID id, String email, String name, String language, Instant createdAt) {
        db.sql()
                .sql("""
                        insert into "user".profile (id, tenant_id, email, name, language, created_at)
                        values (:id, :id, :email, :name, :language, :created) on conflict (id) do nothing
                        """)
                .param("id", id)
                .param("email", email)
                .param("name", name)
                .param("language", language)
                .param("created", Timestamps.of(createdAt))
                .update();
    }

    Optional<Profile> find() {
        return db.sql()
                .sql("""
                        select p.id, p.email, p.name, p.language, p.created_at, a.key
                        from "user".profile p left join "user".avatar a on a.tenant_id = p.id
                        where p.id = :id
                        """)
                .param("id", Tenant.required())
                .query((rs, n) -> new Profile(
                        rs.getObject("id", UUID.class),
                        rs.getString("email"),
                        rs.getString("name"),
                        rs.getString("language"),
                        avatarUrl(rs),
                        Timestamps.get(rs, "created_at")))
                .optional();
    }

    private static @Nullable String avatarUrl(ResultSet rs) throws SQLException {
        UUID key = rs.getObject("key", UUID.class);
        return key == null ? null : AvatarController.address(rs.getObject("id", UUID.class), key);
    }

    void update(@Nullable String name, @Nullable String language) {
        db.sql()
                .sql("""
                        update "user".profile
                        set name = coalesce(:name::text, name), language = coalesce(:language::text, language)
                        where id = :id
                        """)
                .param("name", name)
                .param("language", language)
                .param("id", Tenant.required())
                .update();
    }
}
