package ai.chatforge.chat;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for chat.attachment: the texts of files that went along with a question. */
@Repository
class AttachmentRepository {
    private final Database db;

    AttachmentRepository(@Qualifier("chat") Database db) {
        this.db = db;
    }

    /** Those of a message whose row is there already. */
    void insert(Message message, List<AttachedFile> files) {
        for (int i = 0; i < files.size(); i++) {
            AttachedFile file = files.get(i);
            int inserted = db.sql()
                    .sql("""
                        insert into chat.attachment (id, tenant_id, message_id, ordinal, whole, content)
                        values (:id, :tenant, :message, :ordinal, :whole, :content)
                        on conflict do nothing
                        """)
                    .param("id", file.about().id())
                    .param("tenant", Tenant.required())
                    .param("message", message.id())
                    .param("ordinal", i)
                    .param("whole", file.whole())
                    .param("content", file.text())
                    .update();
            if (inserted == 0) {
                // Another question that was asked at the same time took it.
                throw Attachments.noSuchAttachment();
            }
        }
    }

    private record Kept(boolean whole, String content) {}

    /** In their order. */
    List<AttachedFile> of(Message message) {
        if (message.attachments().isEmpty()) {
            return List.of();
        }
        Map<UUID, Kept> kept = new HashMap<>();
        db.sql()
                .sql("""
                    select id, whole, content from chat.attachment
                    where message_id = :message and tenant_id = :tenant
                    """)
                .param("message", message.id())
                .param("tenant", Tenant.required())
                .query(rs -> {
                    kept.put(rs.getObject("id", UUID.class), new Kept(rs.getBoolean("whole"), rs.getString("content")));
                });
        return message.attachments().stream()
                .filter(about -> kept.containsKey(about.id()))
                .map(about -> {
                    Kept one = Objects.requireNonNull(kept.get(about.id()));
                    return AttachedFile.of(about, one.whole(), one.content());
                })
                .toList();
    }
}
