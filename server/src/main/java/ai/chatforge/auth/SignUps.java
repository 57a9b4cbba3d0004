package ai.chatforge.auth;

import ai.chatforge.auth.api.LinkRequested;
import ai.chatforge.auth.api.LinkRequested.Purpose;
import ai.chatforge.auth.api.SignUpRequested;
import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Role;
import ai.chatforge.platform.web.PublicLinks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/**
 * Sign-ups that become accounts once who reads the mail of the address says so. Until then nobody has an account, and
 * who signs up learns nothing about the address.
 */
@Service
class SignUps {
    private static final Duration LIFE = Duration.ofHours(24);

    private final Database db;
    private final SignUpRepository signUps;
    private final AccountRepository accounts;
    private final NewAccounts newAccounts;
    private final Passwords passwords;
    private final PublicLinks pages;
    private final AccountNotices notices;
    private final EventLog events;
    private final Clock clock;

    SignUps(
            @Qualifier("auth") Database db,
            SignUpRepository signUps,
            AccountRepository accounts,
            NewAccounts newAccounts,
            Passwords passwords,
            PublicLinks pages,
            AccountNotices notices,
            EventLog events,
            Clock clock) {
        this.db = db;
        this.signUps = signUps;
        this.accounts = accounts;
        this.newAccounts = newAccounts;
        this.passwords = passwords;
        this.pages = pages;
        this.notices = notices;
        this.events = events;
        this.clock = clock;
    }

    /** Does the same whether there is an account with this address or not. */
    void request(String email, String password, @Nullable String name, String language) {
        passwords.check(password, email);
        String hash = passwords.hash(password);
        Instant now = clock.instant();
        PendingSignUp signUp = new PendingSignUp(
                Ids.next(), email.strip(), NewAccounts.name(name, email), hash, language, now, now.plus(LIFE));
        db.run(() -> {
            signUps.insert(signUp);
            events.publish(db, new SignUpRequested(signUp.id()));
        });
    }

    /** Sends the link, or tells the owner of the account that is there that somebody tried. */
    void send(SignUpRequested requested) {
        signUps.find(requested.signUp()).ifPresent(signUp -> {
            Optional<Account> there = account(signUp.email());
            if (there.isEmpty()) {
                sendLink(signUp);
            } else {
                signUps.end(signUp.id());
                there.filter(Account::active).ifPresent(account -> notices.send(account, EmailKind.ACCOUNT_EXISTS));
            }
        });
    }

    /** The link of the newest sign-up once more, for an address that has no account. */
    void sendAgain(LinkRequested requested) {
        if (requested.purpose() == Purpose.VERIFICATION
                && account(requested.email()).isEmpty()) {
            signUps.newest(requested.email(), clock.instant()).ifPresent(this::sendLink);
        }
    }

    private Optional<Account> account(String email) {
        return accounts.credentials(email).map(AccountRepository.Credentials::account);
    }

    private void sendLink(PendingSignUp signUp) {
        String token = OpaqueToken.next();
        if (!signUps.putToken(
                signUp.id(), OpaqueToken.sha256(token), clock.instant().plus(LIFE))) {
            return;
        }
        Map<String, String> values =
                Map.of("name", signUp.name(), "link", pages.page("/verify-email", token), "expiresIn", LIFE.toString());
        events.publish(
                db,
                new EmailRequested(
                        Ids.next(), EmailKind.SIGN_UP_CONFIRMATION, signUp.email(), signUp.language(), values));
    }

    /** @return the account that is open now; empty when the token is of no sign-up, or somebody has the address by now */
    Optional<Account> confirm(String token) {
        Instant now = clock.instant();
        return db.call(() -> signUps.byToken(OpaqueToken.sha256(token), now).flatMap(signUp -> open(signUp, now)));
    }

    private Optional<Account> open(PendingSignUp signUp, Instant now) {
        Account account = new Account(Ids.next(), signUp.email(), signUp.name(), Role.OWNER, true, true, now);
        if (!newAccounts.open(account, signUp.passwordHash(), signUp.language())) {
            return Optional.empty();
        }
        notices.send(account, EmailKind.WELCOME);
        return Optional.of(account);
    }

    void forgetExpired() {
        db.run(() -> signUps.forgetBefore(clock.instant()));
    }
}
