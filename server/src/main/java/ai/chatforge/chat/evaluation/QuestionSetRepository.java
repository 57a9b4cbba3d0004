package ai.chatforge.chat.evaluation;

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

/** SQL for chat.question_set. */
@Repository
class QuestionSetRepository {
    private final Database db;
    private final EvaluationJson json;

    QuestionSetRepository(@Qualifier("chat") Database db, EvaluationJson json) {
        this.db = db;
        this.json = json;
    }

    /** Nobody else makes one for the bot until the transaction ends. */
    void lock(UUID bot) {
        db.sql()
                .sql("select pg_advisory_xact_lock(hashtextextended(:bot, 0))")
                .param("bot", "question sets of " + bot)
                .query((rs, n) -> n)
                .list();
    }

    void insert(QuestionSet set) {
        db.sql()
                .sql("""
                        insert into chat.question_set
                          (id, tenant_id, bot_id, name, questions, version, created_at, updated_at)
                        values (:id, :tenant, :bot, :name, :questions, :version, :created, :updated)
                        """)
                .param("id", set.id())
                .param("tenant", Tenant.required())
                .param("bot", set.chatbotId())
                .param("name", set.name())
                .param("questions", json.write(set.questions()))
                .param("version", set.version())
                .param("created", Timestamps.of(set.createdAt()))
                .param("updated", Timestamps.of(set.updatedAt()))
                .update();
    }

    /** Newest first: there are few. */
    List<QuestionSet> ofBot(UUID bot) {
        return db.sql()
                .sql("select * from chat.question_set where bot_id = :bot and tenant_id = :tenant order by id desc")
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> set(rs))
                .list();
    }

    Optional<QuestionSet> find(UUID bot, UUID id) {
        return db.sql()
                .sql("select * from chat.question_set where id = :id and bot_id = :bot and tenant_id = :tenant")
                .param("id", id)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> set(rs))
                .optional();
    }

    /** Null keeps what is there. False when it has another version, or is gone. */
    boolean update(
            UUID bot, UUID id, int version, @Nullable String name, @Nullable List<Question> questions, Instant now) {
        return db.sql()
                        .sql("""
                                update chat.question_set
                                set name = coalesce(:name::text, name),
                                    questions = coalesce(:questions::text, questions),
                                    version = version + 1, updated_at = :now
                                where id = :id and bot_id = :bot and tenant_id = :tenant and version = :version
                                """)
                        .param("name", name)
                        .param("questions", questions == null ? null : json.write(questions))
                        .param("now", Timestamps.of(now))
                        .param("id", id)
                        .param("bot", bot)
                        .param("tenant", Tenant.required())
                        .param("version", version)
                        .update()
                == 1;
    }

    boolean delete(UUID bot, UUID id) {
        return db.sql()
                        .sql("delete from chat.question_set where id = :id and bot_id = :bot and tenant_id = :tenant")
                        .param("id", id)
                        .param("bot", bot)
                        .param("tenant", Tenant.required())
                        .update()
                == 1;
    }

    /** With all runs. */
    void deleteOfBot(UUID bot) {
        db.sql()
                .sql("delete from chat.question_set where bot_id = :bot and tenant_id = :tenant")
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .update();
    }

    private QuestionSet set(ResultSet rs) throws SQLException {
        return new QuestionSet(
                rs.getObject("id", UUID.class),
                rs.getObject("bot_id", UUID.class),
                rs.getString("name"),
                json.questions(rs.getString("questions")),
                rs.getInt("version"),
                Timestamps.get(rs, "created_at"),
                Timestamps.get(rs, "updated_at"));
    }
}
