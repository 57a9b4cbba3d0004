package ai.chatforge.email;

import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import ai.chatforge.platform.account.OwnedTables;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import ai.chatforge.platform.service.ServiceName;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** E-mails to an account's address. A text that waits may hold links that sign in, so it is not handed out. */
@Component
class EmailAccountData implements AccountData {
    private static final String TO_ADDRESS = "lower(recipient) = lower(:email) and created_at <= :until";

    private final Database db;
    private final OwnedTables tables;

    EmailAccountData(@Qualifier("email") Database db, JsonMapper json) {
        this.db = db;
        this.tables = new OwnedTables(db, json)
                .rows("outbox", TO_ADDRESS)
                .rows("mailbox", TO_ADDRESS)
                .rows("suppression", "address = lower(:email) and since <= :until")
                .column("outbox", "details", null)
                .withoutExport("mailbox")
                // Hashes of addresses, and ids that providers gave to their messages.
                .nobodys("opt_out", "feedback");
    }

    @Override
    public ServiceName service() {
        return ServiceName.EMAIL;
    }

    @Override
    public ExportPage export(DataSubject subject, @Nullable String cursor) {
        return tables.export(subject, cursor);
    }

    @Override
    public Map<String, Long> erase(DataSubject subject) {
        // Jobs bear the e-mail's id alone.
        db.run(() -> db.sql()
                .sql("""
                        delete from email.scheduled_tasks where not picked and task_name = :send
                          and task_instance in (select id::text from email.outbox where %s)
                        """.formatted(TO_ADDRESS))
                .param("send", Outbox.SEND.name())
                .param("email", subject.email(), java.sql.Types.VARCHAR)
                .param("until", Timestamps.of(subject.until()))
                .update());
        return tables.erase(subject);
    }

    @Override
    public Map<String, Long> left(DataSubject subject) {
        return tables.left(subject);
    }
}
