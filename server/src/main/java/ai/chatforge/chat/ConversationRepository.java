package ai.chatforge.chat;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for chat.conversation. */
@Repository
class ConversationRepository {
    static final String INSERT = """
            insert into chat.conversation (id, tenant_id, bot_id, user_id, visitor, title, created_at, updated_at)
            values (:conversation, :tenant, :bot, :user, :visitor, :title, :now, :now)
            """;

    private static final String COLUMNS = """
            c.id, c.bot_id, c.user_id, c.visitor, c.title, c.created_at, c.updated_at,
            (select count(*) from chat.message m where m.conversation_id = c.id and m.replaced_by is null) as messages
            """;

    private final Database db;

    ConversationRepository(@Qualifier("chat") Database db) {
        this.db = db;
    }

    void insert(UUID id, @Nullable UUID bot, AnswerStream.Listener owner, String title, Instant now) {
        db.sql()
                .sql(INSERT)
                .param("conversation", id)
                .param("tenant", Tenant.required())
                .param("bot", bot)
                .param("user", owner.userId())
                .param("visitor", owner.visitor())
                .param("title", title)
                .param("now", Timestamps.of(now))
                .update();
    }

    /** Where a conversation is: in the tenant that owns the bot, or in the user's own when it has none. */
    record Place(UUID conversation, UUID tenant, @Nullable UUID bot) {}

    /** Also of conversations with bots of others; whether they are open still is another question. */
    Optional<Place> place(UUID id, AnswerStream.Listener owner) {
        return place("c.id = :id", id, owner);
    }

    Optional<Place> placeOfMessage(UUID message, AnswerStream.Listener owner) {
        return place("c.id = (select m.conversation_id from chat.message m where m.id = :id)", message, owner);
    }

    private Optional<Place> place(String which, UUID id, AnswerStream.Listener owner) {
        return db.sql()
                .sql("select c.id, c.tenant_id, c.bot_id from chat.conversation c where " + which
                        + " and (c.user_id = :user::uuid or c.visitor = :visitor::text)")
                .param("id", id)
                .param("user", owner.userId())
                .param("visitor", owner.visitor())
                .query((rs, n) -> new Place(
                        rs.getObject("id", UUID.class),
                        rs.getObject("tenant_id", UUID.class),
                        rs.getObject("bot_id", UUID.class)))
                .optional();
    }

    Optional<Conversation> find(UUID id, AnswerStream.Listener owner) {
        return db.sql()
                .sql("select " + COLUMNS + """
                                 from chat.conversation c
                                where c.id = :id and c.tenant_id = :tenant
                                  and (c.user_id = :user::uuid or c.visitor = :visitor::text)
                                """)
                .param("id", id)
                .param("tenant", Tenant.required())
                .param("user", owner.userId())
                .param("visitor", owner.visitor())
                .query((rs, n) -> conversation(rs))
                .optional();
    }

    Optional<Conversation> latestOfVisitor(UUID bot, String visitor) {
        return db.sql()
                .sql("select " + COLUMNS + """
                                 from chat.conversation c
                                where c.bot_id = :bot and c.visitor = :visitor and c.tenant_id = :tenant
                                order by c.updated_at desc limit 1
                                """)
                .param("bot", bot)
                .param("visitor", visitor)
                .param("tenant", Tenant.required())
                .query((rs, n) -> conversation(rs))
                .optional();
    }

    /** Of conversations in a list, latest first. */
    record Position(Instant updatedAt, UUID id) {}

    /**
     * Latest first; one row more than the page holds. A search walks the owner's own conversations, which an index leads
     * to. An index of words could not be used: what a row-level policy guards is read before any such operator.
     */
    List<Conversation> page(
            AnswerStream.Listener owner, @Nullable UUID bot, SearchWords words, @Nullable Position before, int limit) {
        return db.sql()
                .sql("select " + COLUMNS + ", " + words.excerpt() + " as excerpt" + """
                                 from chat.conversation c
                                where c.tenant_id = :tenant and (c.user_id = :user::uuid or c.visitor = :visitor::text)
                                  and (:bot::uuid is null or c.bot_id = :bot::uuid)
                                  and (:before::timestamptz is null
                                       or (c.updated_at, c.id) < (:before::timestamptz, :last::uuid))
                                """ + words.condition()
                        + " order by c.updated_at desc, c.id desc limit :limit")
                .params(words.parameters())
                .param("tenant", Tenant.required())
                .param("user", owner.userId())
                .param("visitor", owner.visitor())
                .param("bot", bot)
                .param("before", before == null ? null : Timestamps.of(before.updatedAt()))
                .param("last", before == null ? null : before.id())
                .param("limit", limit + 1)
                .query((rs, n) -> conversation(rs, words.excerptOf(rs.getString("excerpt"))))
                .list();
    }

    /** Its messages are not changed by others until the transaction ends. */
    void lock(UUID id) {
        boolean isThere = db.sql()
                .sql("select 1 from chat.conversation where id = :id and tenant_id = :tenant for update")
                .param("id", id)
                .param("tenant", Tenant.required())
                .query((rs, n) -> n)
                .optional()
                .isPresent();
        if (!isThere) {
            throw ChatService.noSuchConversation();
        }
    }

    /** Unless it was given another title meanwhile. */
    void retitle(UUID id, String from, String to) {
        db.sql()
                .sql(
                        "update chat.conversation set title = :to where id = :id and tenant_id = :tenant and title = :from")
                .param("to", to)
                .param("from", from)
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    void rename(UUID id, String title) {
        db.sql()
                .sql("update chat.conversation set title = :title where id = :id and tenant_id = :tenant")
                .param("title", title)
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    void touch(UUID id, Instant now) {
        db.sql()
                .sql("update chat.conversation set updated_at = :now where id = :id and tenant_id = :tenant")
                .param("now", Timestamps.of(now))
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    void delete(UUID id) {
        db.sql()
                .sql("delete from chat.conversation where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    void deleteOfBot(UUID bot) {
        db.sql()
                .sql("delete from chat.conversation where bot_id = :bot and tenant_id = :tenant")
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .update();
    }

    private static Conversation conversation(ResultSet rs) throws SQLException {
        return conversation(rs, null);
    }

    private static Conversation conversation(ResultSet rs, @Nullable String excerpt) throws SQLException {
        return new Conversation(
                rs.getObject("id", UUID.class),
                rs.getObject("bot_id", UUID.class),
                rs.getString("title"),
                Timestamps.get(rs, "created_at"),
                Timestamps.get(rs, "updated_at"),
                rs.getInt("messages"),
                excerpt);
    }
}
