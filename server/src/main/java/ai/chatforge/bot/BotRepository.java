package ai.chatforge.bot;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRetrieval;
import ai.chatforge.bot.api.BotRole;
import ai.chatforge.bot.api.Visibility;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL for bot.bot and bot.directory. */
@Repository
class BotRepository {
    private final Database db;

    BotRepository(@Qualifier("bot") Database db) {
        this.db = db;
    }

    void insert(Bot bot) {
        bind(db.sql().sql("""
                                        insert into bot.bot (id, tenant_id, name, description, slug, tone, instructions,
                                          model, provider, temperature, language, welcome_message, suggested_questions,
                                          visibility, retrieval_meaning, retrieval_diversity, retrieval_min_score,
                                          retrieval_rerank, retrieval_neighbours, retrieval_passages,
                                          retrieval_rewriting, cache_answers, version, created_at, updated_at)
                                        values (:id, :tenant, :name, :description, :slug, :tone, :instructions,
                                          :model, :provider, :temperature, :language, :welcome, :questions,
                                          :visibility, :meaning, :diversity, :minScore,
                                          :rerank, :neighbours, :passages,
                                          :rewriting, :cache, 1, :created, :updated)
                                        """), bot)
                .param("created", Timestamps.of(bot.createdAt()))
                .update();
        db.sql()
                .sql("insert into bot.directory (bot_id, tenant_id) values (:id, :tenant)")
                .param("id", bot.id())
                .param("tenant", bot.tenantId())
                .update();
    }

    /** @return false when the bot has another version by now */
    boolean update(Bot bot, int expectedVersion) {
        return bind(db.sql().sql("""
                                                update bot.bot set name = :name, description = :description,
                                                  slug = :slug, tone = :tone, instructions = :instructions,
                                                  model = :model, provider = :provider, temperature = :temperature,
                                                  language = :language, welcome_message = :welcome,
                                                  suggested_questions = :questions, visibility = :visibility,
                                                  retrieval_meaning = :meaning, retrieval_diversity = :diversity,
                                                  retrieval_min_score = :minScore, retrieval_rerank = :rerank,
                                                  retrieval_neighbours = :neighbours, retrieval_passages = :passages,
                                                  retrieval_rewriting = :rewriting, cache_answers = :cache,
                                                  version = version + 1, updated_at = :updated
                                                where id = :id and tenant_id = :tenant and version = :expected
                                                """), bot).param("expected", expectedVersion).update() == 1;
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql, Bot bot) {
        return sql.param("id", bot.id())
                .param("tenant", bot.tenantId())
                .param("name", bot.name())
                .param("description", bot.description())
                .param("slug", bot.slug())
                .param("tone", bot.tone())
                .param("instructions", bot.instructions())
                .param("model", bot.model())
                .param("provider", bot.provider())
                .param("temperature", bot.temperature())
                .param("language", bot.language())
                .param("welcome", bot.welcomeMessage())
                .param("questions", bot.suggestedQuestions().toArray(new String[0]))
                .param("visibility", bot.visibility().name().toLowerCase(Locale.ROOT))
                .param("meaning", bot.retrieval().meaning())
                .param("diversity", bot.retrieval().diversity())
                .param("minScore", bot.retrieval().minScore())
                .param("rerank", bot.retrieval().rerank())
                .param("neighbours", bot.retrieval().neighbours())
                .param("passages", bot.retrieval().passages())
                .param("rewriting", bot.retrieval().rewriting())
                .param("cache", bot.cacheAnswers())
                .param("updated", Timestamps.of(bot.updatedAt()));
    }

    Optional<Bot> find(UUID id) {
        return db.sql()
                .sql("select * from bot.bot where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .query((rs, n) -> bot(rs))
                .optional();
    }

    /** Newest first; one row more than the page holds. */
    List<Bot> page(@Nullable UUID before, int limit) {
        return db.sql()
                .sql("""
                        select * from bot.bot
                        where tenant_id = :tenant and (:before::uuid is null or id < :before::uuid)
                        order by id desc limit :limit
                        """)
                .param("tenant", Tenant.required())
                .param("before", before)
                .param("limit", limit + 1)
                .query((rs, n) -> bot(rs))
                .list();
    }

    List<Bot> byIds(Collection<UUID> ids) {
        return db.sql()
                .sql("select * from bot.bot where id = any(:ids) and tenant_id = :tenant")
                .param("ids", ids.toArray(new UUID[0]))
                .param("tenant", Tenant.required())
                .query((rs, n) -> bot(rs))
                .list();
    }

    /** How many the tenant has. Whoever asks in order to make one more is alone with it until the transaction ends. */
    long countAlone() {
        boolean locked = db.sql()
                .sql("select true from pg_advisory_xact_lock(hashtextextended('bot.bot ' || :tenant::text, 0))")
                .param("tenant", Tenant.required())
                .query(Boolean.class)
                .single();
        return locked ? count() : 0;
    }

    long count() {
        return db.sql()
                .sql("select count(*) from bot.bot where tenant_id = :tenant")
                .param("tenant", Tenant.required())
                .query(Long.class)
                .single();
    }

    /** Keeps others from adding to the bot at once, until the transaction ends. */
    void lock(UUID id) {
        boolean there = db.sql()
                .sql("select id from bot.bot where id = :id and tenant_id = :tenant for update")
                .param("id", id)
                .param("tenant", Tenant.required())
                .query(UUID.class)
                .optional()
                .isPresent();
        if (!there) {
            throw BotAccess.noSuchBot();
        }
    }

    boolean delete(UUID id) {
        boolean deleted = db.sql()
                        .sql("delete from bot.bot where id = :id and tenant_id = :tenant")
                        .param("id", id)
                        .param("tenant", Tenant.required())
                        .update()
                == 1;
        if (deleted) {
            db.sql()
                    .sql("delete from bot.directory where bot_id = :id")
                    .param("id", id)
                    .update();
        }
        return deleted;
    }

    /** Whose a bot is, unless that account is shut out. */
    Optional<UUID> tenantOf(UUID id) {
        return db.sql().sql("""
                        select tenant_id from bot.directory d where bot_id = :id
                          and not exists (select from bot.suspended s where s.tenant_id = d.tenant_id)
                        """).param("id", id).query(UUID.class).optional();
    }

    void suspend(UUID tenant, boolean suspended) {
        db.sql()
                .sql(
                        suspended
                                ? "insert into bot.suspended (tenant_id) values (:tenant) on conflict do nothing"
                                : "delete from bot.suspended where tenant_id = :tenant")
                .param("tenant", tenant)
                .update();
    }

    private static Bot bot(ResultSet rs) throws SQLException {
        return new Bot(
                rs.getObject("id", UUID.class),
                rs.getObject("tenant_id", UUID.class),
                rs.getString("name"),
                rs.getString("description"),
                rs.getString("slug"),
                rs.getString("tone"),
                rs.getString("instructions"),
                rs.getString("model"),
                rs.getString("provider"),
                rs.getDouble("temperature"),
                rs.getString("language"),
                rs.getString("welcome_message"),
                List.of((String[]) rs.getArray("suggested_questions").getArray()),
                Visibility.valueOf(rs.getString("visibility").toUpperCase(Locale.ROOT)),
                retrieval(rs),
                rs.getBoolean("cache_answers"),
                rs.getInt("version"),
                Timestamps.get(rs, "created_at"),
                Timestamps.get(rs, "updated_at"),
                BotRole.OWNER);
    }

    private static BotRetrieval retrieval(ResultSet rs) throws SQLException {
        return new BotRetrieval(
                rs.getObject("retrieval_meaning", Double.class),
                rs.getObject("retrieval_diversity", Double.class),
                rs.getObject("retrieval_min_score", Double.class),
                rs.getObject("retrieval_rerank", Boolean.class),
                rs.getObject("retrieval_neighbours", Boolean.class),
                rs.getObject("retrieval_passages", Integer.class),
                rs.getObject("retrieval_rewriting", Boolean.class));
    }
}
