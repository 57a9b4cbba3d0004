package ai.chatforge.auth;

import ai.chatforge.auth.api.UserRegistered;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.persistence.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Opens accounts, whichever way somebody came. */
@Component
class NewAccounts {
    private final Database db;
    private final AccountRepository accounts;
    private final SignUpRepository signUps;
    private final EventLog events;

    NewAccounts(@Qualifier("auth") Database db, AccountRepository accounts, SignUpRepository signUps, EventLog events) {
        this.db = db;
        this.accounts = accounts;
        this.signUps = signUps;
        this.events = events;
    }

    /**
     * Part of the caller's transaction. With the account, whatever sign-ups with its address wait for a confirmation
     * end. The account comes first: of many at once one passes, and no two wait for each other.
     *
     * @return false when there is an account with this address already
     */
    boolean open(Account account, @Nullable String passwordHash, String language) {
        if (!accounts.insert(account, passwordHash)) {
            return false;
        }
        if (account.emailVerified()) {
            accounts.markVerified(account.id(), account.createdAt());
        }
        accounts.change(account.id(), null, language);
        signUps.endAll(account.email());
        events.publish(db, new UserRegistered(account.id(), account.email(), account.name(), language, account.role()));
        return true;
    }

    static String name(@Nullable String given, String email) {
        return given == null || given.isBlank() ? email.strip().replaceFirst("@.*", "") : given.strip();
    }
}
