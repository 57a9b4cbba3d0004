package ai.chatforge.chat;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for chat.upload: files that wait for the question they are to go along with. */
@Repository
class UploadRepository {
    private static final String OWN = """
            tenant_id = :tenant and (user_id = :user::uuid or visitor = :visitor::text)
            """;

    private final Database db;

    UploadRepository(@Qualifier("chat") Database db) {
        this.db = db;
    }

    record Upload(AttachedFile file, Instant expiresAt) {}

    void insert(AttachedFile file, AnswerStream.Listener owner, Instant now, Instant expires) {
        Attachment about = file.about();
        db.sql()
                .sql("""
                    insert into chat.upload
                      (id, tenant_id, user_id, visitor, file_name, media_type, size, tokens, whole, content, created_at,
                       expires_at)
                    values (:id, :tenant, :user, :visitor, :name, :type, :size, :tokens, :whole, :content, :now,
                            :expires)
                    """)
                .param("id", about.id())
                .param("tenant", Tenant.required())
                .param("user", owner.userId())
                .param("visitor", owner.visitor())
                .param("name", about.fileName())
                .param("type", about.mediaType())
                .param("size", about.size())
                .param("tokens", about.tokens())
                .param("whole", file.whole())
                .param("content", file.text())
                .param("now", Timestamps.of(now))
                .param("expires", Timestamps.of(expires))
                .update();
    }

    Optional<Upload> find(UUID id, AnswerStream.Listener owner, Instant now) {
        return db.sql()
                .sql("select * from chat.upload where id = :id and expires_at > :now and " + OWN)
                .param("id", id)
                .param("now", Timestamps.of(now))
                .param("tenant", Tenant.required())
                .param("user", owner.userId())
                .param("visitor", owner.visitor())
                .query((rs, n) -> new Upload(
                        AttachedFile.of(
                                new Attachment(
                                        rs.getObject("id", UUID.class),
                                        rs.getString("file_name"),
                                        rs.getString("media_type"),
                                        rs.getLong("size"),
                                        rs.getInt("tokens"),
                                        false),
                                rs.getBoolean("whole"),
                                rs.getString("content")),
                        Timestamps.get(rs, "expires_at")))
                .optional();
    }

    /** Those of an owner before the latest ones. */
    List<UUID> allBut(int latest, AnswerStream.Listener owner) {
        return db.sql()
                .sql("select id from chat.upload where " + OWN + " order by id desc offset :latest")
                .param("latest", latest)
                .param("tenant", Tenant.required())
                .param("user", owner.userId())
                .param("visitor", owner.visitor())
                .query((rs, n) -> rs.getObject("id", UUID.class))
                .list();
    }

    /** Of the present tenant, whoever's it is. */
    int delete(UUID id) {
        return db.sql()
                .sql("delete from chat.upload where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }
}
