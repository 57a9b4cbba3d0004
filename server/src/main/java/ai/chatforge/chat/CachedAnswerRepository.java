package ai.chatforge.chat;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** SQL for chat.cached_answer and chat.cached_bot. */
@Repository
class CachedAnswerRepository {
    private static final TypeReference<List<Citation>> CITATIONS = new TypeReference<>() {};

    private final Database db;
    private final JsonMapper json;

    CachedAnswerRepository(@Qualifier("chat") Database db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /**
     * A row.
     *
     * @param grounds of all that the model was given
     * @param query what was searched for
     */
    record Row(String grounds, String query, String content, List<Citation> citations) {}

    /** @param purges of the bot until now */
    record Found(long purges, @Nullable Row row) {}

    Found find(UUID bot, String fingerprint, Instant now) {
        return db.sql()
                .sql("""
                    select coalesce((select purges from chat.cached_bot where bot_id = :bot and tenant_id = :tenant), 0)
                        as purges,
                      encode(a.grounds, 'hex') as grounds, a.query, a.content, a.citations
                    from (select 1) here
                    left join chat.cached_answer a on a.tenant_id = :tenant and a.bot_id = :bot
                      and a.fingerprint = decode(:fingerprint, 'hex') and a.expires_at > :now
                    """)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .param("fingerprint", fingerprint)
                .param("now", Timestamps.of(now))
                .query((rs, n) -> {
                    String grounds = rs.getString("grounds");
                    Row row = grounds == null
                            ? null
                            : new Row(
                                    grounds,
                                    rs.getString("query"),
                                    rs.getString("content"),
                                    json.readValue(rs.getString("citations"), CITATIONS));
                    return new Found(rs.getLong("purges"), row);
                })
                .single();
    }

    /** Unless the bot's answers were purged since, or the message is gone. */
    void keep(UUID bot, long purges, String fingerprint, Row row, Message message, Instant now, Instant end) {
        if (purgesShared(bot, message.id()).filter(present -> present == purges).isEmpty()) {
            return;
        }
        Message.Usage usage = message.usage();
        db.sql()
                .sql("""
                    insert into chat.cached_answer
                      (tenant_id, fingerprint, bot_id, message_id, grounds, query, content, citations,
                       prompt_tokens, completion_tokens, credits, created_at, expires_at)
                    select :tenant, decode(:fingerprint, 'hex'), :bot, m.id, decode(:grounds, 'hex'), :query, :content,
                      :citations, :prompt::bigint, :completion::bigint, :credits::bigint, :now, :end
                    from chat.message m where m.id = :message and m.tenant_id = :tenant
                    on conflict (tenant_id, fingerprint) do update set message_id = excluded.message_id,
                      grounds = excluded.grounds, query = excluded.query, content = excluded.content,
                      citations = excluded.citations, prompt_tokens = excluded.prompt_tokens,
                      completion_tokens = excluded.completion_tokens, credits = excluded.credits,
                      created_at = excluded.created_at, expires_at = excluded.expires_at
                    """)
                .param("tenant", Tenant.required())
                .param("fingerprint", fingerprint)
                .param("bot", bot)
                .param("message", message.id())
                .param("grounds", row.grounds())
                .param("query", row.query())
                .param("content", row.content())
                .param("citations", json.writeValueAsString(row.citations()))
                .param("prompt", usage == null ? null : usage.promptTokens())
                .param("completion", usage == null ? null : usage.completionTokens())
                .param("credits", usage == null ? null : usage.credits())
                .param("now", Timestamps.of(now))
                .param("end", Timestamps.of(end))
                .update();
    }

    /** Until the transaction ends, a purge waits. */
    private Optional<Long> purgesShared(UUID bot, UUID message) {
        Optional<Long> purges = shared(bot);
        if (purges.isPresent()) {
            return purges;
        }
        db.sql()
                .sql("""
                    insert into chat.cached_bot (bot_id, tenant_id, purges)
                    select :bot, :tenant, 0 from chat.message where id = :message and tenant_id = :tenant
                    on conflict do nothing
                    """)
                .param("bot", bot)
                .param("message", message)
                .param("tenant", Tenant.required())
                .update();
        return shared(bot);
    }

    private Optional<Long> shared(UUID bot) {
        return ofBot(bot, "select purges from chat.cached_bot where bot_id = :bot and tenant_id = :tenant for share")
                .query(Long.class)
                .optional();
    }

    /** Removes all answers of a bot, also those that are about to be kept. */
    void purge(UUID bot, Instant now) {
        ofBot(bot, """
            insert into chat.cached_bot (bot_id, tenant_id, purges, purged_at) values (:bot, :tenant, :first, :now)
            on conflict (bot_id) do update set purges = cached_bot.purges + 1, purged_at = excluded.purged_at
            """)
                // Of a bot that was forgotten meanwhile it must not come again.
                .param("first", now.toEpochMilli())
                .param("now", Timestamps.of(now))
                .update();
        // Another statement, so that it sees what was kept while this one waited.
        ofBot(bot, "delete from chat.cached_answer where bot_id = :bot and tenant_id = :tenant")
                .update();
    }

    /** The bot is gone, and with its conversations all that was kept of them. */
    void forgetBot(UUID bot) {
        ofBot(bot, "delete from chat.cached_bot where bot_id = :bot and tenant_id = :tenant")
                .update();
    }

    private JdbcClient.StatementSpec ofBot(UUID bot, String sql) {
        return db.sql().sql(sql).param("bot", bot).param("tenant", Tenant.required());
    }

    /** Of everybody who may have any. */
    List<UUID> tenants() {
        return db.sql()
                .sql("select distinct tenant_id from chat.cached_bot")
                .query((rs, n) -> rs.getObject("tenant_id", UUID.class))
                .list();
    }

    /**
     * Forgets bots without answers, which deleted ones are in the end, whatever came after their end.
     *
     * @param before purges from before are known to all answers that are under way
     */
    void forgetBots(Instant before) {
        // Who keeps an answer holds its bot until it is there; only the next statement sees it then.
        db.sql()
                .sql("select bot_id from chat.cached_bot where tenant_id = :tenant for update")
                .param("tenant", Tenant.required())
                .query((rs, n) -> n)
                .list();
        db.sql()
                .sql("""
                    delete from chat.cached_bot b
                    where b.tenant_id = :tenant and (b.purged_at is null or b.purged_at < :before)
                      and not exists (
                        select from chat.cached_answer a where a.tenant_id = :tenant and a.bot_id = b.bot_id)
                    """)
                .param("tenant", Tenant.required())
                .param("before", Timestamps.of(before))
                .update();
    }

    void deleteExpired(Instant now) {
        db.sql()
                .sql("delete from chat.cached_answer where tenant_id = :tenant and expires_at <= :now")
                .param("tenant", Tenant.required())
                .param("now", Timestamps.of(now))
                .update();
    }
}
