package ai.chatforge.platform.audit;

import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Where services record what must stay provable. Records can be added and read, by no service changed or removed. */
public final class AuditLog {
    private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

    private final JsonMapper json;
    private final Clock clock;

    public AuditLog(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** @param subject id of what the record is about */
    public record Entry(UUID id, String action, @Nullable UUID subject, Map<String, Object> details, Instant at) {}

    /**
     * Part of the open transaction of what it records.
     *
     * @param action {@code <thing>.<what-happened>}, never changed
     * @param details no personal data: it could not be erased
     */
    public void record(Database recorder, String action, @Nullable UUID subject, Map<String, ?> details) {
        if (!recorder.inTransaction()) {
            throw new IllegalStateException("What is recorded and its record are one transaction: " + action);
        }
        recorder.sql()
                .sql("""
                        insert into platform.audit (id, service, action, subject, details, at)
                        values (:id, :service, :action, :subject, :details::jsonb, :at)
                        """)
                .param("id", Ids.next())
                .param("service", recorder.service().key())
                .param("action", action)
                .param("subject", subject, java.sql.Types.OTHER)
                .param("details", json.writeValueAsString(details))
                .param("at", Timestamps.of(clock.instant()))
                .update();
    }

    /** The service's own, oldest first. */
    public List<Entry> since(Database recorder, String action, Instant start) {
        return recorder.call(() -> recorder.sql()
                .sql("""
                        select id, action, subject, details, at from platform.audit
                        where service = ? and action = ? and at >= ? order by at, id
                        """)
                .params(recorder.service().key(), action, Timestamps.of(start))
                .query((rs, n) -> new Entry(
                        rs.getObject("id", UUID.class),
                        rs.getString("action"),
                        rs.getObject("subject", UUID.class),
                        json.readValue(rs.getString("details"), DETAILS),
                        Timestamps.get(rs, "at")))
                .list());
    }
}
