package ai.chatforge.auth;

import ai.chatforge.auth.api.AccountSuspended;
import ai.chatforge.auth.api.SessionTokenVerifier;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.persistence.Database;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/**
 * Shuts an account out. Sign-in and renewal look at its state; access tokens and cookies die with the sessions, in other
 * processes as soon as these ask again, which is within seconds.
 */
@Service
class Suspension {
    private final Database db;
    private final AccountRepository accounts;
    private final SessionRepository sessions;
    private final SessionTokenVerifier verifier;
    private final EventLog events;
    private final Clock clock;

    Suspension(
            @Qualifier("auth") Database db,
            AccountRepository accounts,
            SessionRepository sessions,
            SessionTokenVerifier verifier,
            EventLog events,
            Clock clock) {
        this.db = db;
        this.accounts = accounts;
        this.sessions = sessions;
        this.verifier = verifier;
        this.events = events;
        this.clock = clock;
    }

    void suspend(UUID account) {
        List<UUID> ended = db.call(() -> {
            change(account, false);
            return sessions.endAll(account, clock.instant());
        });
        ended.forEach(verifier::forget);
    }

    /** The sessions of before stay ended. */
    void lift(UUID account) {
        db.run(() -> change(account, true));
    }

    private void change(UUID account, boolean active) {
        if (!accounts.setActive(account, active)) {
            throw ApiException.notFound("account");
        }
        events.publish(db, new AccountSuspended(account, !active));
    }
}
