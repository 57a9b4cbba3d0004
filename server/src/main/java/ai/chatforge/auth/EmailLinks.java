package ai.chatforge.auth;

import ai.chatforge.auth.api.LinkRequested;
import ai.chatforge.auth.api.LinkRequested.Purpose;
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
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Links in e-mails, which prove that an address is one's own: to verify it, and to choose a new password. */
@Service
class EmailLinks {
    private final Database db;
    private final AccountRepository accounts;
    private final SessionRepository sessions;
    private final EmailTokenRepository tokens;
    private final Passwords passwords;
    private final PublicLinks pages;
    private final AccountNotices notices;
    private final SessionTokenVerifier verifier;
    private final EventLog events;
    private final Clock clock;

    EmailLinks(
            @Qualifier("auth") Database db,
            AccountRepository accounts,
            SessionRepository sessions,
            EmailTokenRepository tokens,
            Passwords passwords,
            PublicLinks pages,
            AccountNotices notices,
            SessionTokenVerifier verifier,
            EventLog events,
            Clock clock) {
        this.db = db;
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
        this.passwords = passwords;
        this.pages = pages;
        this.notices = notices;
        this.verifier = verifier;
        this.events = events;
        this.clock = clock;
    }

    private record Form(EmailKind kind, String page, Duration life) {
        static Form of(Purpose purpose) {
            return switch (purpose) {
                case VERIFICATION -> new Form(EmailKind.VERIFICATION, "/verify-email", Duration.ofHours(24));
                case PASSWORD_RESET -> new Form(EmailKind.PASSWORD_RESET, "/reset-password", Duration.ofHours(1));
            };
        }
    }

    /** Does the same whether there is an account with this address or not. */
    void request(String email, Purpose purpose) {
        db.run(() -> events.publish(db, new LinkRequested(AccountRepository.key(email), purpose)));
    }

    /** Sends what was requested, if there is somebody to send it to. */
    void send(LinkRequested request) {
        accounts.credentials(request.email())
                .map(AccountRepository.Credentials::account)
                .filter(Account::active)
                .filter(account -> request.purpose() == Purpose.PASSWORD_RESET || !account.emailVerified())
                .ifPresent(account -> send(account, request.purpose()));
    }

    /** Part of the caller's transaction. */
    void send(Account account, Purpose purpose) {
        String token = OpaqueToken.next();
        Form form = Form.of(purpose);
        tokens.put(
                account.id(),
                purpose,
                OpaqueToken.sha256(token),
                clock.instant().plus(form.life()));
        Map<String, String> values = Map.of(
                "name", account.name(),
                "link", pages.page(form.page(), token),
                "expiresIn", form.life().toString());
        events.publish(
                db,
                new EmailRequested(Ids.next(), form.kind(), account.email(), accounts.language(account.id()), values));
    }

    /** @return the account whose address it is */
    Account verify(String token) {
        Instant now = clock.instant();
        return db.call(() -> {
            Account account = tokens.take(OpaqueToken.sha256(token), Purpose.VERIFICATION, now)
                    .flatMap(accounts::find)
                    .orElseThrow(EmailLinks::notValid);
            accounts.markVerified(account.id(), now);
            if (!account.emailVerified()) {
                notices.send(account, EmailKind.WELCOME);
            }
            return account;
        });
    }

    /**
     * Who could open the e-mail chooses the password: whoever was signed in before is so no more.
     *
     * @return the account
     */
    UUID reset(String token, String password) {
        String hash = OpaqueToken.sha256(token);
        Account account = db.call(() -> tokens.find(hash, Purpose.PASSWORD_RESET, clock.instant())
                        .flatMap(accounts::find))
                .orElseThrow(EmailLinks::notValid);
        passwords.check(password, account.email());
        String passwordHash = passwords.hash(password);
        List<UUID> ended = db.call(() -> {
            Instant now = clock.instant();
            UUID id = tokens.take(hash, Purpose.PASSWORD_RESET, now).orElseThrow(EmailLinks::notValid);
            accounts.changePassword(id, passwordHash);
            accounts.markVerified(id, now);
            notices.send(account, EmailKind.PASSWORD_CHANGED);
            return sessions.endAll(id, now);
        });
        ended.forEach(verifier::forget);
        return account.id();
    }

    private static ApiException notValid() {
        return new ApiException(
                ErrorCode.INVALID_TOKEN,
                "The link was used before, has expired, or a newer one was sent. Ask for a new e-mail.");
    }
}
