package ai.chatforge.email;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** SQL for email.outbox. */
@Repository
class OutboxRepository {
    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};
    private static final int REASON_LENGTH = 500;

    private final Database db;
    private final JsonMapper json;
    private final Clock clock;

    OutboxRepository(@Qualifier("email") Database db, JsonMapper json, Clock clock) {
        this.db = db;
        this.json = json;
        this.clock = clock;
    }

    /** False if it is there already. */
    boolean insert(EmailRequested email) {
        return db.sql()
                        .sql("""
                                insert into email.outbox (id, kind, recipient, language, details, state, created_at)
                                values (:id, :kind, :to, :language, :details::jsonb, 'pending', :now)
                                on conflict (id) do nothing
                                """)
                        .param("id", email.id())
                        .param("kind", email.kind().name().toLowerCase(Locale.ROOT))
                        .param("to", email.to())
                        .param("language", email.language())
                        .param("details", json.writeValueAsString(email.values()))
                        .param("now", Timestamps.of(clock.instant()))
                        .update()
                > 0;
    }

    Optional<QueuedEmail> pending(UUID id) {
        return db.sql()
                .sql(
                        "select id, kind, recipient, language, details from email.outbox where id = ? and state = 'pending'")
                .param(id)
                .query(this::queued)
                .optional();
    }

    private QueuedEmail queued(ResultSet rows, int number) throws SQLException {
        return new QueuedEmail(
                rows.getObject("id", UUID.class),
                EmailKind.valueOf(rows.getString("kind").toUpperCase(Locale.ROOT)),
                rows.getString("recipient"),
                rows.getString("language"),
                json.readValue(rows.getString("details"), VALUES));
    }

    void postpone(UUID id, int attempts, String reason) {
        db.sql()
                .sql("update email.outbox set attempts = ?, reason = ? where id = ? and state = 'pending'")
                .params(attempts, cut(reason), id)
                .update();
    }

    /** With its end the e-mail loses what its text was made with. False if it had ended before. */
    boolean finish(UUID id, EmailState state, int attempts, @Nullable String reason, @Nullable String providerId) {
        return db.sql()
                        .sql("""
                                update email.outbox
                                set state = :state, attempts = :attempts, reason = :reason, finished_at = :now, details = null,
                                  provider_id = :provider
                                where id = :id and state = 'pending'
                                """)
                        .param("state", state.key())
                        .param("attempts", attempts)
                        .param("reason", reason == null ? null : cut(reason))
                        .param("now", Timestamps.of(clock.instant()))
                        .param("provider", providerId)
                        .param("id", id)
                        .update()
                > 0;
    }

    /** For the last e-mail to an account: not even to whom it went is kept. */
    boolean delete(UUID id) {
        return db.sql().sql("delete from email.outbox where id = ?").param(id).update() > 0;
    }

    int deleteFinishedBefore(Instant end) {
        return db.sql()
                .sql("delete from email.outbox where finished_at < ?")
                .param(Timestamps.of(end))
                .update();
    }

    /** What the provider tells about an e-mail after it took it. */
    void note(String providerId, String feedback) {
        db.sql()
                .sql("update email.outbox set feedback = ? where provider_id = ?")
                .params(feedback, providerId)
                .update();
    }

    private static String cut(String reason) {
        return reason.length() <= REASON_LENGTH ? reason : reason.substring(0, REASON_LENGTH);
    }
}
