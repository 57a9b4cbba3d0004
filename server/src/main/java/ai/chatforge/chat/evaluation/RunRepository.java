package ai.chatforge.chat.evaluation;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for chat.evaluation_run and chat.evaluation_result. */
@Repository
class RunRepository {
    private static final String COLUMNS = """
            id, bot_id, set_id, set_name, label, state, settings, total, done, provider, model, index_model,
            bot_version, means, failure, created_at, started_at, ended_at
            """;

    private final Database db;
    private final EvaluationJson json;

    RunRepository(@Qualifier("chat") Database db, EvaluationJson json) {
        this.db = db;
        this.json = json;
    }

    /** @return false when another one of the tenant is under way */
    boolean insert(Run run, List<Question> questions) {
        return db.sql()
                        .sql("""
                                insert into chat.evaluation_run
                                  (id, tenant_id, bot_id, set_id, set_name, label, state, settings, questions, total,
                                   created_at)
                                values (:id, :tenant, :bot, :set, :name, :label, 'waiting', :settings, :questions,
                                        :total, :created)
                                on conflict (tenant_id) where state in ('waiting', 'running') do nothing
                                """)
                        .param("id", run.id())
                        .param("tenant", Tenant.required())
                        .param("bot", run.chatbotId())
                        .param("set", run.setId())
                        .param("name", run.setName())
                        .param("label", run.label())
                        .param("settings", json.write(run.settings()))
                        .param("questions", json.write(questions))
                        .param("total", questions.size())
                        .param("created", Timestamps.of(run.createdAt()))
                        .update()
                == 1;
    }

    /** Keeps the newest of the bot. */
    void dropOldest(UUID bot, int kept) {
        db.sql()
                .sql("""
                        delete from chat.evaluation_run where id in (
                          select id from chat.evaluation_run where bot_id = :bot and tenant_id = :tenant
                          order by id desc offset :kept)
                        """)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .param("kept", kept)
                .update();
    }

    /** Newest first; one more than the page holds. */
    List<Run> page(UUID bot, @Nullable UUID set, @Nullable UUID before, int limit) {
        return db.sql()
                .sql("select " + COLUMNS + """
                         from chat.evaluation_run
                        where bot_id = :bot and tenant_id = :tenant
                          and (:set::uuid is null or set_id = :set::uuid)
                          and (:before::uuid is null or id < :before::uuid)
                        order by id desc limit :limit
                        """)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .param("set", set)
                .param("before", before)
                .param("limit", limit + 1)
                .query((rs, n) -> run(rs))
                .list();
    }

    Optional<Run> find(UUID id) {
        return db.sql()
                .sql("select " + COLUMNS + " from chat.evaluation_run where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .query((rs, n) -> run(rs))
                .optional();
    }

    /** As they were when the run was started. */
    List<Question> questions(UUID id) {
        return db.sql()
                .sql("select questions from chat.evaluation_run where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .query((rs, n) -> json.questions(rs.getString("questions")))
                .optional()
                .orElse(List.of());
    }

    /** Results in their order, from an ordinal on; fewer where there are no more yet. */
    List<Result> results(UUID id, int from, int limit) {
        return db.sql()
                .sql("""
                        select result from chat.evaluation_result
                        where run_id = :id and tenant_id = :tenant and ordinal >= :from order by ordinal limit :limit
                        """)
                .param("id", id)
                .param("tenant", Tenant.required())
                .param("from", from)
                .param("limit", limit)
                .query((rs, n) -> json.read(rs.getString("result"), Result.class))
                .list();
    }

    void begin(UUID id, Rehearsals.Models models, boolean answers, int botVersion, Instant now) {
        db.sql()
                .sql("""
                        update chat.evaluation_run
                        set state = 'running', provider = :provider::text, model = :model::text,
                            index_model = :index, bot_version = :version, started_at = :now
                        where id = :id and tenant_id = :tenant and state = 'waiting'
                        """)
                .param("provider", answers ? models.provider() : null)
                .param("model", answers ? models.model() : null)
                .param("index", models.index())
                .param("version", botVersion)
                .param("now", Timestamps.of(now))
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    /** @return false when the run ended, or somebody else did this one already */
    boolean put(UUID id, int ordinal, Result result) {
        boolean wanted = db.sql()
                        .sql("""
                                update chat.evaluation_run set done = done + 1
                                where id = :id and tenant_id = :tenant and state = 'running' and done = :ordinal
                                """)
                        .param("id", id)
                        .param("tenant", Tenant.required())
                        .param("ordinal", ordinal)
                        .update()
                == 1;
        if (wanted) {
            db.sql()
                    .sql("""
                            insert into chat.evaluation_result (run_id, ordinal, tenant_id, result)
                            values (:id, :ordinal, :tenant, :result)
                            """)
                    .param("id", id)
                    .param("ordinal", ordinal)
                    .param("tenant", Tenant.required())
                    .param("result", json.write(result))
                    .update();
        }
        return wanted;
    }

    /** Ends it, when it is under way. */
    boolean end(UUID id, Run.State state, @Nullable Measures means, @Nullable String failure, Instant now) {
        return db.sql()
                        .sql("""
                                update chat.evaluation_run
                                set state = :state, means = :means::text, failure = :failure::text, ended_at = :now
                                where id = :id and tenant_id = :tenant and state in ('waiting', 'running')
                                """)
                        .param("state", key(state))
                        .param("means", means == null ? null : json.write(means))
                        .param("failure", failure)
                        .param("now", Timestamps.of(now))
                        .param("id", id)
                        .param("tenant", Tenant.required())
                        .update()
                == 1;
    }

    boolean delete(UUID id) {
        return db.sql()
                        .sql("delete from chat.evaluation_run where id = :id and tenant_id = :tenant")
                        .param("id", id)
                        .param("tenant", Tenant.required())
                        .update()
                == 1;
    }

    private Run run(ResultSet rs) throws SQLException {
        String means = rs.getString("means");
        return new Run(
                rs.getObject("id", UUID.class),
                rs.getObject("bot_id", UUID.class),
                rs.getObject("set_id", UUID.class),
                rs.getString("set_name"),
                rs.getString("label"),
                Run.State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
                json.read(rs.getString("settings"), RunSettings.class),
                rs.getInt("total"),
                rs.getInt("done"),
                rs.getString("provider"),
                rs.getString("model"),
                rs.getString("index_model"),
                rs.getObject("bot_version", Integer.class),
                means == null ? null : json.read(means, Measures.class),
                rs.getString("failure"),
                Timestamps.get(rs, "created_at"),
                Timestamps.getOrNull(rs, "started_at"),
                Timestamps.getOrNull(rs, "ended_at"));
    }

    private static String key(Run.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
