package ai.chatforge.chat;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** SQL for turns that take the place of others: answers given anew, questions asked otherwise. */
@Repository
class TurnRepository {
    private final Database db;
    private final MessageRepository messages;
    private final JsonMapper json;

    TurnRepository(@Qualifier("chat") Database db, MessageRepository messages, JsonMapper json) {
        this.db = db;
        this.messages = messages;
        this.json = json;
    }

    /** An answer that was replaced, and the one that stands in its place. */
    record Earlier(UUID replacedBy, Message message) {}

    /** In the order in which they were given. */
    List<Earlier> earlier(UUID conversation, int limit) {
        return db.sql()
                .sql("""
                    select * from (
                      select * from chat.message
                      where conversation_id = :conversation and tenant_id = :tenant and replaced_by is not null
                      order by id desc limit :limit
                    ) latest order by id
                    """)
                .param("conversation", conversation)
                .param("tenant", Tenant.required())
                .param("limit", limit)
                .query((rs, n) -> new Earlier(rs.getObject("replaced_by", UUID.class), messages.message(rs)))
                .list();
    }

    /** The question that an answer is to. */
    Optional<Message> question(Message answer) {
        return db.sql()
                .sql("""
                    select * from chat.message
                    where conversation_id = :conversation and tenant_id = :tenant and role = 'user' and id < :answer
                    order by id desc limit 1
                    """)
                .param("conversation", answer.conversationId())
                .param("tenant", Tenant.required())
                .param("answer", answer.id())
                .query((rs, n) -> messages.message(rs))
                .optional();
    }

    /** Whether nothing follows the message, and nothing stands in its place. */
    boolean isLast(Message message) {
        return db.sql()
                .sql("""
                    select id from chat.message
                    where conversation_id = :conversation and tenant_id = :tenant and replaced_by is null
                    order by id desc limit 1
                    """)
                .param("conversation", message.conversationId())
                .param("tenant", Tenant.required())
                .query(UUID.class)
                .optional()
                .filter(message.id()::equals)
                .isPresent();
    }

    /** The new answer, in the place of the old one and of all that this one had replaced. */
    void beginInstead(Message old, Message answer, MessageRepository.Work work) {
        db.sql()
                .sql("""
                    with running as (
                      insert into chat.running (message_id, tenant_id, process, alive_at)
                      values (:answer, :tenant, :process, :alive)
                    ), replaced as (
                      update chat.message set replaced_by = :answer
                      where tenant_id = :tenant and (id = :old or replaced_by = :old)
                    )
                    insert into chat.message
                      (id, tenant_id, conversation_id, role, content, status, model, provider, created_at)
                    values (:answer, :tenant, :conversation, 'assistant', '', 'streaming', :model, :provider, :now)
                    """)
                .param("answer", answer.id())
                .param("old", old.id())
                .param("tenant", Tenant.required())
                .param("process", work.process())
                .param("alive", Timestamps.of(work.now()))
                .param("conversation", answer.conversationId())
                .param("model", answer.model())
                .param("provider", answer.provider())
                .param("now", Timestamps.of(answer.createdAt()))
                .update();
    }

    /** An earlier answer stands again, and the one that had replaced it behind it. */
    void choose(UUID chosen) {
        int changed = db.sql()
                .sql("""
                    with present as (
                      select replaced_by as id from chat.message
                      where id = :chosen and tenant_id = :tenant and replaced_by is not null
                    )
                    update chat.message set replaced_by = case when message.id = :chosen then null else :chosen::uuid end
                    from present
                    where tenant_id = :tenant and (message.id = present.id or message.replaced_by = present.id)
                    """)
                .param("chosen", chosen)
                .param("tenant", Tenant.required())
                .update();
        if (changed > 0) {
            forgetSummary(chosen);
        }
    }

    /** That covers the turn: it tells what another answer said, and may end with an earlier one than now stands. */
    private void forgetSummary(UUID chosen) {
        db.sql()
                .sql("""
                    delete from chat.conversation_summary s using chat.message m
                    where (m.id = :chosen or m.replaced_by = :chosen) and m.tenant_id = :tenant
                      and s.tenant_id = :tenant and s.conversation_id = m.conversation_id and s.until_message >= m.id
                    """)
                .param("chosen", chosen)
                .param("tenant", Tenant.required())
                .update();
    }

    /** Answers of the conversation that are under way. */
    List<UUID> underWay(UUID conversation) {
        return db.sql()
                .sql("""
                    select id from chat.message
                    where conversation_id = :conversation and tenant_id = :tenant and status = 'streaming'
                    """)
                .param("conversation", conversation)
                .param("tenant", Tenant.required())
                .query((rs, n) -> rs.getObject("id", UUID.class))
                .list();
    }

    /** What the new answer to a question made of its files. */
    void attached(Message question) {
        db.sql()
                .sql("update chat.message set attachments = :attachments where id = :id and tenant_id = :tenant")
                .param("attachments", json.writeValueAsString(question.attachments()))
                .param("id", question.id())
                .param("tenant", Tenant.required())
                .update();
    }

    /** Removes a message and all that follow it. */
    void cut(Message from) {
        db.sql()
                .sql("""
                    delete from chat.message
                    where conversation_id = :conversation and tenant_id = :tenant and id >= :from
                    """)
                .param("conversation", from.conversationId())
                .param("tenant", Tenant.required())
                .param("from", from.id())
                .update();
    }
}
