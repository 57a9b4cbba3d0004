package ai.chatforge.auth;

import ai.chatforge.auth.api.Users;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class UsersController implements Users {
    private final Database db;
    private final AccountRepository accounts;

    UsersController(@Qualifier("auth") Database db, AccountRepository accounts) {
        this.db = db;
        this.accounts = accounts;
    }

    @Override
    public User user(UUID id) {
        return db.call(() -> accounts.find(id)
                .map(account ->
                        new User(id, account.email(), account.name(), account.emailVerified(), accounts.language(id)))
                .orElseThrow(() -> ApiException.notFound("account")));
    }
}
