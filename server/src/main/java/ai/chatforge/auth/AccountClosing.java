package ai.chatforge.auth;

import ai.chatforge.auth.api.SessionTokenVerifier;
import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.web.PublicLinks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Closes accounts for good: nobody is let in from then on, the address is free, and all data is erased by a job. */
@Service
class AccountClosing {
    private static final Duration LINK_LIFE = Duration.ofHours(1);

    private final Database db;
    private final AccountRepository accounts;
    private final SessionRepository sessions;
    private final ClosingRepository closings;
    private final Passwords passwords;
    private final SecondFactor secondFactor;
    private final AccountErasure erasure;
    private final SessionTokenVerifier verifier;
    private final PublicLinks pages;
    private final EventLog events;
    private final Clock clock;

    AccountClosing(
            @Qualifier("auth") Database db,
            AccountRepository accounts,
            SessionRepository sessions,
            ClosingRepository closings,
            Passwords passwords,
            SecondFactor secondFactor,
            AccountErasure erasure,
            SessionTokenVerifier verifier,
            PublicLinks pages,
            EventLog events,
            Clock clock) {
        this.db = db;
        this.accounts = accounts;
        this.sessions = sessions;
        this.closings = closings;
        this.passwords = passwords;
        this.secondFactor = secondFactor;
        this.erasure = erasure;
        this.verifier = verifier;
        this.pages = pages;
        this.events = events;
        this.clock = clock;
    }

    /** @return whether it is closed; else a link was sent, because there is no password that could prove who asks */
    boolean close(Account account, @Nullable String password, @Nullable String code) {
        Optional<String> hash = db.call(() -> closings.passwordHash(account.id()));
        if (hash.isPresent()) {
            if (password == null || password.isEmpty()) {
                throw ApiException.invalid("password", "is needed to delete the account");
            }
            if (!passwords.matches(password, hash.get())) {
                throw ApiException.invalid("password", "is wrong");
            }
        }
        refuseLastAdministrator(account);
        secondFactor.confirm(account, code);
        if (hash.isEmpty()) {
            sendLink(account);
            return false;
        }
        forget(db.call(() -> {
            // Before this account alone is locked, so that administrators who leave at once do not wait for each other.
            refuseLastAdministrator(account);
            if (!accounts.holdWhile(account.id(), hash.get())) {
                throw ApiException.notFound("account");
            }
            return end(account);
        }));
        return true;
    }

    /** By the link of an e-mail; who could open that is whose account it is. */
    void confirm(String token) {
        forget(db.call(() -> {
            UUID id = closings.takeToken(OpaqueToken.sha256(token), clock.instant())
                    .orElseThrow(() -> new ApiException(
                            ErrorCode.INVALID_TOKEN,
                            "The link was used before, has expired, or a newer one was sent. Ask for a new e-mail."));
            return end(accounts.find(id).orElseThrow(() -> ApiException.notFound("account")));
        }));
    }

    private void sendLink(Account account) {
        String token = OpaqueToken.next();
        db.run(() -> {
            closings.putToken(
                    account.id(), OpaqueToken.sha256(token), clock.instant().plus(LINK_LIFE));
            Map<String, String> values = Map.of(
                    "name", account.name(),
                    "link", pages.page("/delete-account", token),
                    "expiresIn", LINK_LIFE.toString());
            events.publish(
                    db, new EmailRequested(Ids.next(), EmailKind.ACCOUNT_DELETION, account.email(), null, values));
        });
    }

    private void refuseLastAdministrator(Account account) {
        if (db.call(() -> closings.isLastAdministrator(account.id()))) {
            throw new ApiException(
                    ErrorCode.CONFLICT,
                    "You are the only administrator. Make another account an administrator first, then delete this"
                            + " one.");
        }
    }

    /** Part of the caller's transaction. */
    private List<UUID> end(Account account) {
        refuseLastAdministrator(account);
        Instant now = clock.instant();
        List<UUID> ended = sessions.endAll(account.id(), now);
        if (!closings.deleteAccount(account.id())) {
            throw ApiException.notFound("account");
        }
        closings.begin(account, now);
        erasure.schedule(account.id());
        return ended;
    }

    private void forget(List<UUID> ended) {
        ended.forEach(verifier::forget);
    }
}
