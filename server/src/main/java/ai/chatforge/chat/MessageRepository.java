package ai.chatforge.chat;

import ai.chatforge.platform.persistence.BusyStatement;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** SQL for chat.message and chat.running. */
@Repository
class MessageRepository {
    private static final TypeReference<List<Citation>> CITATIONS = new TypeReference<>() {};
    private static final TypeReference<List<Attachment>> ATTACHMENTS = new TypeReference<>() {};

    private final Database db;
    private final JsonMapper json;
    private final BusyStatement opening;
    private final BusyStatement goingOn;
    private final BusyStatement ending;

    MessageRepository(@Qualifier("chat") Database db, JsonMapper json) {
        this.db = db;
        this.json = json;
        this.opening = db.busy(beginning(ConversationRepository.INSERT));
        this.goingOn = db.busy(beginning(
                "update chat.conversation set updated_at = :now where id = :conversation and tenant_id = :tenant"));
        this.ending = db.busy("""
                with running as (delete from chat.running where message_id = :id)
                update chat.message set content = :content, status = :status, citations = :citations,
                  sources = :sources::uuid[],
                  prompt_tokens = :prompt, completion_tokens = :completion, usage_reported = :reported,
                  credits = :credits,
                  error_code = :code, error_message = :error, withheld = :withheld, cached = :cached,
                  provider = :provider, model = :model
                where id = :id and tenant_id = :tenant and status = 'streaming'
                """);
    }

    record Running(UUID messageId, UUID tenantId) {}

    /** The question and the beginning of its answer in a new conversation, in one statement. */
    void begin(Message question, Message answer, Work work, Opening conversation) {
        opening.update(beginning(question, answer, work)
                .addValue("bot", conversation.bot(), Types.OTHER)
                .addValue("user", conversation.owner().userId(), Types.OTHER)
                .addValue("visitor", conversation.owner().visitor(), Types.VARCHAR)
                .addValue("title", conversation.title()));
    }

    /** The same in one that goes on. */
    void begin(Message question, Message answer, Work work) {
        goingOn.update(beginning(question, answer, work));
    }

    /** A conversation that begins. */
    record Opening(@Nullable UUID bot, AnswerStream.Listener owner, String title) {}

    /**
     * Who works on an answer.
     *
     * @param now when it was stored, long after it was begun perhaps: a sign of life
     */
    record Work(String process, Instant now) {}

    private static String beginning(String conversation) {
        return """
            with conversation as (%s), running as (
              insert into chat.running (message_id, tenant_id, process, alive_at)
              values (:answer, :tenant, :process, :alive)
            )
            insert into chat.message
              (id, tenant_id, conversation_id, role, content, status, model, provider, attachments, created_at)
            values (:question, :tenant, :conversation, 'user', :content, 'complete', null, null, :attachments, :now),
                   (:answer, :tenant, :conversation, 'assistant', '', 'streaming', :model, :provider, '[]', :now)
            """.formatted(conversation);
    }

    private MapSqlParameterSource beginning(Message question, Message answer, Work work) {
        return new MapSqlParameterSource()
                .addValue("answer", answer.id())
                .addValue("tenant", Tenant.required())
                .addValue("process", work.process())
                .addValue("alive", Timestamps.of(work.now()))
                .addValue("now", Timestamps.of(answer.createdAt()))
                .addValue("question", question.id())
                .addValue("conversation", question.conversationId())
                .addValue("content", question.content())
                .addValue("attachments", json.writeValueAsString(question.attachments()))
                .addValue("model", answer.model(), Types.VARCHAR)
                .addValue("provider", answer.provider(), Types.VARCHAR);
    }

    /** Stores how an answer ended, unless it was ended otherwise meanwhile. */
    void end(Message m) {
        Message.Usage usage = m.usage();
        Message.Fault fault = m.error();
        ending.update(new MapSqlParameterSource()
                .addValue("id", m.id())
                .addValue("content", m.content())
                .addValue("status", m.status().name().toLowerCase(Locale.ROOT))
                .addValue("citations", json.writeValueAsString(m.citations()))
                // As a text, which has a type for the driver.
                .addValue(
                        "sources", m.sources().stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
                .addValue("prompt", usage == null ? null : usage.promptTokens(), Types.BIGINT)
                .addValue("completion", usage == null ? null : usage.completionTokens(), Types.BIGINT)
                .addValue("reported", usage == null ? null : usage.reported(), Types.BOOLEAN)
                .addValue("credits", usage == null ? null : usage.credits(), Types.BIGINT)
                .addValue("code", fault == null ? null : fault.code(), Types.VARCHAR)
                .addValue("error", fault == null ? null : fault.message(), Types.VARCHAR)
                .addValue("withheld", m.withheld())
                .addValue("cached", m.cached())
                .addValue("provider", m.provider(), Types.VARCHAR)
                .addValue("model", m.model(), Types.VARCHAR)
                .addValue("tenant", Tenant.required()));
    }

    /** Keeps what is delivered so far, in case the process dies. */
    void checkpoint(Message soFar, Instant now) {
        db.single()
                .sql("""
                    with running as (update chat.running set alive_at = :now where message_id = :id)
                    update chat.message set content = :content, citations = :citations, sources = :sources
                    where id = :id and tenant_id = :tenant and status = 'streaming'
                    """)
                .param("id", soFar.id())
                .param("sources", soFar.sources().toArray(UUID[]::new))
                .param("content", soFar.content())
                .param("citations", json.writeValueAsString(soFar.citations()))
                .param("now", Timestamps.of(now))
                .param("tenant", Tenant.required())
                .update();
    }

    void interrupt(UUID id) {
        db.sql().sql("""
            with running as (delete from chat.running where message_id = :id)
            update chat.message set status = 'interrupted'
            where id = :id and tenant_id = :tenant and status = 'streaming'
            """).param("id", id).param("tenant", Tenant.required()).update();
    }

    /** Answers that nobody works on any more: this process's own from before, and those without a sign of life. */
    List<Running> dead(@Nullable String process, Instant silentSince) {
        return db.sql()
                .sql("""
                    select message_id, tenant_id from chat.running
                    where process = :process::text or alive_at < :since
                    """)
                .param("process", process)
                .param("since", Timestamps.of(silentSince))
                .query((rs, n) ->
                        new Running(rs.getObject("message_id", UUID.class), rs.getObject("tenant_id", UUID.class)))
                .list();
    }

    /** Signs of life of answers that are under way here. One that ends at this moment needs none. */
    void alive(List<UUID> answers, Instant now) {
        db.sql()
                .sql("""
                    update chat.running set alive_at = :now where message_id in (
                      select message_id from chat.running where message_id = any(:answers) for update skip locked)
                    """)
                .param("now", Timestamps.of(now))
                .param("answers", answers.toArray(UUID[]::new))
                .update();
    }

    /** Asks the process that works on it. */
    void askToStop(UUID id) {
        db.single()
                .sql("update chat.running set stop = true where message_id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    /** Tells the process that works on it that somebody follows it elsewhere. */
    void follow(UUID id) {
        // By the clock that both processes have.
        db.single()
                .sql("update chat.running set followed_at = now() where message_id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    /** @param stop else it is to go on */
    record Wanted(UUID messageId, boolean stop) {}

    /** What other processes want of answers of this one, or wanted within that time. */
    List<Wanted> wanted(String process, Duration within) {
        return db.sql()
                .sql("""
                    select message_id, stop from chat.running
                    where process = :process and (stop or followed_at is not null)
                      and (stop or followed_at > now() - :seconds * interval '1 second')
                    """)
                .param("process", process)
                .param("seconds", within.toSeconds())
                .query((rs, n) -> new Wanted(rs.getObject("message_id", UUID.class), rs.getBoolean("stop")))
                .list();
    }

    Optional<Message> find(UUID id, AnswerStream.Listener owner) {
        return db.sql()
                .sql("""
                    select m.* from chat.message m join chat.conversation c on c.id = m.conversation_id
                    where m.id = :id and m.tenant_id = :tenant
                      and (c.user_id = :user::uuid or c.visitor = :visitor::text)
                    """)
                .param("id", id)
                .param("tenant", Tenant.required())
                .param("user", owner.userId())
                .param("visitor", owner.visitor())
                .query((rs, n) -> message(rs))
                .optional();
    }

    /** A message, and the length of its text as the database counts it. */
    record Stored(Message message, int length) {}

    /** Unless it is under way and no longer than it was known to be. */
    Optional<Stored> findChanged(UUID id, AnswerStream.Listener owner, int known) {
        return db.single()
                .sql("""
                    select m.*, length(m.content) as length
                    from chat.message m join chat.conversation c on c.id = m.conversation_id
                    where m.id = :id and m.tenant_id = :tenant
                      and (c.user_id = :user::uuid or c.visitor = :visitor::text)
                      and (m.status <> 'streaming' or length(m.content) > :known)
                    """)
                .param("id", id)
                .param("tenant", Tenant.required())
                .param("user", owner.userId(), Types.OTHER)
                .param("visitor", owner.visitor(), Types.VARCHAR)
                .param("known", known)
                .query((rs, n) -> new Stored(message(rs), rs.getInt("length")))
                .optional();
    }

    List<Message> ofConversation(UUID conversation, int limit) {
        return before(conversation, null, limit);
    }

    /** The latest ones of before, in their order, as they stand. */
    List<Message> before(UUID conversation, @Nullable UUID message, int limit) {
        return db.sql()
                .sql("""
                    select * from (
                      select * from chat.message
                      where conversation_id = :conversation and tenant_id = :tenant and replaced_by is null
                        and (:before::uuid is null or id < :before::uuid)
                      order by id desc limit :limit
                    ) latest order by id
                    """)
                .param("conversation", conversation)
                .param("before", message)
                .param("tenant", Tenant.required())
                .param("limit", limit)
                .query((rs, n) -> message(rs))
                .list();
    }

    /** In their order, with those that were replaced. */
    List<Message> after(UUID conversation, @Nullable UUID last, int limit) {
        return db.sql()
                .sql("""
                    select * from chat.message
                    where conversation_id = :conversation and tenant_id = :tenant
                      and (:last::uuid is null or id > :last::uuid)
                    order by id limit :limit
                    """)
                .param("conversation", conversation)
                .param("tenant", Tenant.required())
                .param("last", last)
                .param("limit", limit)
                .query((rs, n) -> message(rs))
                .list();
    }

    Message message(ResultSet rs) throws SQLException {
        Long prompt = rs.getObject("prompt_tokens", Long.class);
        String code = rs.getString("error_code");
        List<Citation> citations = json.readValue(rs.getString("citations"), CITATIONS);
        Array sources = rs.getArray("sources");
        return new Message(
                rs.getObject("id", UUID.class),
                rs.getObject("conversation_id", UUID.class),
                Message.Author.valueOf(rs.getString("role").toUpperCase(Locale.ROOT)),
                rs.getString("content"),
                Message.Status.valueOf(rs.getString("status").toUpperCase(Locale.ROOT)),
                rs.getString("model"),
                rs.getString("provider"),
                citations,
                sources == null
                        ? citations.stream().map(Citation::sourceId).collect(Collectors.toSet())
                        : Set.of((UUID[]) sources.getArray()),
                prompt == null
                        ? null
                        : new Message.Usage(
                                prompt,
                                rs.getLong("completion_tokens"),
                                rs.getBoolean("usage_reported"),
                                rs.getObject("credits", Long.class)),
                code == null ? null : new Message.Fault(code, rs.getString("error_message")),
                rs.getInt("withheld"),
                json.readValue(rs.getString("attachments"), ATTACHMENTS),
                rs.getBoolean("cached"),
                Timestamps.get(rs, "created_at"));
    }
}
