package ai.chatforge.chat;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for chat.conversation_summary, and for what a conversation knows of tries to write one. */
@Repository
class SummaryRepository {
    private final Database db;
    private final MessageRepository messages;

    SummaryRepository(@Qualifier("chat") Database db, MessageRepository messages) {
        this.db = db;
        this.messages = messages;
    }

    /**
     * @param until the last message that it covers
     * @param sources that what it covers was made from
     */
    record Summary(UUID until, String content, Set<UUID> sources) {}

    /**
     * None that is from before it was known what it was made from.
     *
     * @param before the message that it may not reach; null for any
     */
    Optional<Summary> find(UUID conversation, @Nullable UUID before) {
        return db.sql()
                .sql("""
                    select until_message, content, sources from chat.conversation_summary
                    where conversation_id = :conversation and tenant_id = :tenant and sources is not null
                      and (:before::uuid is null or until_message < :before::uuid)
                    """)
                .param("conversation", conversation)
                .param("tenant", Tenant.required())
                .param("before", before)
                .query((rs, n) ->
                        new Summary(rs.getObject("until_message", UUID.class), rs.getString("content"), Set.of((UUID[])
                                rs.getArray("sources").getArray())))
                .optional();
    }

    /** Messages behind one and before another, as they stand, in their order. */
    List<Message> between(UUID conversation, @Nullable UUID after, UUID before, int limit) {
        return db.sql()
                .sql("""
                    select * from chat.message
                    where conversation_id = :conversation and tenant_id = :tenant and replaced_by is null
                      and (:after::uuid is null or id > :after::uuid) and id < :before
                    order by id limit :limit
                    """)
                .param("conversation", conversation)
                .param("tenant", Tenant.required())
                .param("after", after)
                .param("before", before)
                .param("limit", limit)
                .query((rs, n) -> messages.message(rs))
                .list();
    }

    void save(UUID conversation, Summary summary, String model, Instant now) {
        db.sql()
                .sql("""
                    insert into chat.conversation_summary
                      (conversation_id, tenant_id, until_message, content, sources, model, updated_at)
                    values (:conversation, :tenant, :until, :content, :sources, :model, :now)
                    on conflict (conversation_id) do update
                      set until_message = excluded.until_message, content = excluded.content,
                        sources = excluded.sources, model = excluded.model, updated_at = excluded.updated_at
                    """)
                .param("conversation", conversation)
                .param("tenant", Tenant.required())
                .param("until", summary.until())
                .param("content", summary.content())
                .param("sources", summary.sources().toArray(UUID[]::new))
                .param("model", model)
                .param("now", Timestamps.of(now))
                .update();
    }

    /** Where the prompt began when a summary was tried last, and nothing came of it. */
    Optional<UUID> tried(UUID conversation) {
        return db.sql()
                .sql("""
                    select summary_tried from chat.conversation
                    where id = :conversation and tenant_id = :tenant and summary_tried is not null
                    """)
                .param("conversation", conversation)
                .param("tenant", Tenant.required())
                .query(UUID.class)
                .optional();
    }

    void saveTried(UUID conversation, UUID message) {
        db.sql()
                .sql("""
                    update chat.conversation set summary_tried = :message
                    where id = :conversation and tenant_id = :tenant
                    """)
                .param("message", message)
                .param("conversation", conversation)
                .param("tenant", Tenant.required())
                .update();
    }
}
