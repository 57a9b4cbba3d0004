package ai.chatforge.email;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for email.mailbox. */
@Repository
class MailboxRepository {
    static final int KEPT = 200;

    private final Database db;
    private final Clock clock;

    MailboxRepository(@Qualifier("email") Database db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    record WithHtml(MailboxMessage message, String html) {}

    void insert(Email email) {
        db.run(() -> {
            db.sql()
                    .sql("""
                            insert into email.mailbox (id, recipient, subject, body_text, body_html, created_at)
                            values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing
                            """)
                    .params(
                            email.id(),
                            email.to(),
                            email.subject(),
                            email.text(),
                            email.html(),
                            Timestamps.of(clock.instant()))
                    .update();
            db.sql().sql("""
                            delete from email.mailbox where id in (
                              select id from email.mailbox order by created_at desc, id desc offset ?)
                            """).param(KEPT).update();
        });
    }

    /** The newest first. */
    List<MailboxMessage> all() {
        return db.call(() -> db.sql()
                .sql("select * from email.mailbox order by created_at desc, id desc")
                .query(MailboxRepository::message)
                .list());
    }

    Optional<WithHtml> find(UUID id) {
        return db.call(() -> db.sql()
                .sql("select * from email.mailbox where id = ?")
                .param(id)
                .query((rows, number) -> new WithHtml(message(rows, number), rows.getString("body_html")))
                .optional());
    }

    static MailboxMessage message(ResultSet rows, int number) throws SQLException {
        return new MailboxMessage(
                rows.getObject("id", UUID.class),
                rows.getString("recipient"),
                rows.getString("subject"),
                rows.getString("body_text"),
                Timestamps.get(rows, "created_at"));
    }
}
