package ai.chatforge.auth;

import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import ai.chatforge.platform.account.OwnedTables;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.service.ServiceName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The account itself, its sessions and factors. */
@Component
class AuthAccountData implements AccountData {
    private static final List<String> LIMITS = List.of("sign-up", "sign-in", "password-reset", "verification");

    private final Database db;
    private final ClosingRepository closings;
    private final OwnedTables tables;

    AuthAccountData(@Qualifier("auth") Database db, ClosingRepository closings, JsonMapper json) {
        this.db = db;
        this.closings = closings;
        this.tables = new OwnedTables(db, json, AccountErasure.ERASE.name())
                .rows("account", "id = :account")
                // Whose address it is need not be who signed up.
                .rows("sign_up", "email_key = lower(:email) and created_at <= :until")
                .withoutExport(
                        "closing_token", "email_token", "recovery_code", "oauth_flow", "oauth_sign_in", "sign_up")
                // The first is who erases; the others go with the session, or bear only hashes and a time.
                .nobodys("closing_account", "refresh_token", "attempt", "used_id_token");
    }

    @Override
    public ServiceName service() {
        return ServiceName.AUTH;
    }

    @Override
    public ExportPage export(DataSubject subject, @Nullable String cursor) {
        return tables.export(subject, cursor);
    }

    @Override
    public Map<String, Long> erase(DataSubject subject) {
        String email = subject.email();
        if (email != null) {
            db.run(() -> closings.forgetAttempts(email, LIMITS));
        }
        return tables.erase(subject);
    }

    @Override
    public Map<String, Long> left(DataSubject subject) {
        return tables.left(subject);
    }
}
