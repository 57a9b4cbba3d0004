package ai.chatforge.platform.account;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the platform keeps for a service: events under way or given up, answers to repeated requests, jobs. */
record PlatformRows(Database db, List<String> spared) {
    private static final String EVENTS = """
             where tenant_id = :account
               or occurred_at <= :until and position(:quoted in lower(payload)) > 0
            """;
    // Encoded, as nothing says that what stands there is text; ids come through that unchanged.
    private static final String JOBS = """
             where task_name <> all(:spared)
               and (task_instance = :id or position(:id in encode(task_data, 'escape')) > 0)
            """;

    Map<String, Long> erase(DataSubject subject) {
        return each(subject, "delete from ", " and not picked");
    }

    Map<String, Long> left(DataSubject subject) {
        return each(subject, "select count(*) from ", "");
    }

    private Map<String, Long> each(DataSubject subject, String verb, String unlessRunning) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("event", verb + "platform.event_delivery" + EVENTS);
        all.put("deadEvent", verb + "platform.event_dead" + EVENTS);
        all.put("keptAnswer", verb + "platform.idempotency_key where tenant_id = :account");
        if (hasJobs()) {
            all.put("job", verb + "\"" + db.service().key() + "\".scheduled_tasks" + JOBS + unlessRunning);
        }
        Map<String, Long> amounts = new LinkedHashMap<>();
        all.forEach((what, sql) -> {
            long rows = run(sql, subject);
            if (rows > 0) {
                amounts.put(what, rows);
            }
        });
        return amounts;
    }

    private boolean hasJobs() {
        return db.call(() -> db.sql()
                .sql("select to_regclass(?) is not null")
                .param("\"" + db.service().key() + "\".scheduled_tasks")
                .query(Boolean.class)
                .single());
    }

    private long run(String sql, DataSubject subject) {
        String email = subject.email();
        return db.call(() -> {
            var statement = db.sql()
                    .sql(sql)
                    .param("account", subject.account())
                    .param("id", subject.account().toString())
                    .param("until", Timestamps.of(subject.until()))
                    .param("spared", spared.toArray(String[]::new))
                    // As a whole value: one address may be the end of another.
                    .param(
                            "quoted",
                            email == null ? null : "\"" + email.toLowerCase(Locale.ROOT) + "\"",
                            java.sql.Types.VARCHAR);
            return sql.startsWith("delete")
                    ? (long) statement.update()
                    : statement.query(Long.class).single();
        });
    }
}
