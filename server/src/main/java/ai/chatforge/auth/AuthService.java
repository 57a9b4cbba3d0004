package ai.chatforge.auth;

import ai.chatforge.auth.api.LinkRequested;
import ai.chatforge.auth.api.SessionTokenVerifier;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.Role;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Sign-up, sign-in, and the life of sessions. */
@Service
class AuthService {
    /** A browser may send the same refresh token twice at once (two tabs, a lost answer): both get one successor. */
    private static final Duration SAME_SUCCESSOR = Duration.ofSeconds(10);

    private static final int AGENT_LENGTH = 200;

    private final Database db;
    private final AccountRepository accounts;
    private final SessionRepository sessions;
    private final Passwords passwords;
    private final AccessTokens tokens;
    private final AuthSettings settings;
    private final SessionTokenVerifier verifier;
    private final EmailLinks links;
    private final SecondFactor secondFactor;
    private final NewAccounts newAccounts;
    private final Clock clock;
    private final SecretKeySpec successorKey;

    AuthService(
            @Qualifier("auth") Database db,
            AccountRepository accounts,
            SessionRepository sessions,
            Passwords passwords,
            AccessTokens tokens,
            AuthSettings settings,
            SessionTokenVerifier verifier,
            EmailLinks links,
            SecondFactor secondFactor,
            NewAccounts newAccounts,
            DataFolder folder,
            Clock clock) {
        this.db = db;
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.tokens = tokens;
        this.settings = settings;
        this.verifier = verifier;
        this.links = links;
        this.secondFactor = secondFactor;
        this.newAccounts = newAccounts;
        this.clock = clock;
        this.successorKey =
                new SecretKeySpec(folder.secret("refresh-successor").getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** A session just made or renewed; {@code cookie} is null for programs, and for renewals that keep it. */
    record SignedIn(
            Account account,
            String accessToken,
            String refreshToken,
            @Nullable String cookie) {}

    SignedIn signUp(
            String email, String password, @Nullable String name, String language, boolean browser, String userAgent) {
        Account account = create(email, password, name, language, Role.OWNER);
        return db.call(() -> open(account, browser, userAgent));
    }

    Account create(String email, String password, @Nullable String name, String language, Role role) {
        passwords.check(password, email);
        String hash = passwords.hash(password);
        String shown = NewAccounts.name(name, email);
        Account account = new Account(Ids.next(), email.strip(), shown, role, true, false, clock.instant());
        db.run(() -> {
            if (!newAccounts.open(account, hash, language)) {
                throw new ApiException(
                        ErrorCode.EMAIL_TAKEN, "There is an account with this e-mail address. Sign in instead.");
            }
            if (role == Role.OWNER) {
                links.send(account, LinkRequested.Purpose.VERIFICATION);
            }
        });
        return account;
    }

    SignedIn signIn(String email, String password, @Nullable String code, boolean browser, String userAgent) {
        Optional<AccountRepository.Credentials> found = db.call(() -> accounts.credentials(email));
        String hash = found.map(AccountRepository.Credentials::passwordHash).orElse(null);
        if (found.isEmpty() || hash == null) {
            passwords.matchNobody(password);
            throw wrongCredentials();
        }
        Account account = found.get().account();
        boolean right = passwords.matches(password, hash);
        if (!right || !account.active()) {
            throw wrongCredentials();
        }
        secondFactor.require(account.id(), code);
        String renewed = passwords.isOutdated(hash) ? passwords.hash(password) : null;
        return db.call(() -> {
            if (!accounts.holdWhile(account.id(), hash)) {
                throw wrongCredentials();
            }
            if (renewed != null) {
                accounts.changePassword(account.id(), renewed);
            }
            return open(account, browser, userAgent);
        });
    }

    /** The same for an address that nobody has, or has not confirmed: it must not tell which it is. */
    private ApiException wrongCredentials() {
        return new ApiException(
                ErrorCode.INVALID_CREDENTIALS,
                settings.signUp() == SignUpMode.CONFIRMED
                        ? "The e-mail address or the password is wrong, or the address is not confirmed yet."
                                + " Check both, and look into your mail."
                        : "The e-mail address or the password is wrong. Check both and try again.");
    }

    /** A new session of somebody who has proved who they are. Part of the caller's transaction. */
    SignedIn open(Account account, boolean browser, String userAgent) {
        Instant now = clock.instant();
        UUID session = Ids.next();
        String cookie = browser ? OpaqueToken.next() : null;
        String agent = userAgent.substring(0, Math.min(AGENT_LENGTH, userAgent.length()));
        sessions.insert(
                session,
                account.id(),
                cookie == null ? null : OpaqueToken.sha256(cookie),
                agent,
                now,
                now.plus(settings.sessionLife()));
        String refresh = OpaqueToken.next();
        keep(refresh, session, now);
        return new SignedIn(account, tokens.issue(account, session, now), refresh, cookie);
    }

    private void keep(String refreshToken, UUID session, Instant now) {
        sessions.insertRefreshToken(
                OpaqueToken.sha256(refreshToken), session, now, now.plus(settings.refreshTokenLife()));
    }

    /** Exchanges a refresh token for its successor. A token that was used before ends the whole session. */
    SignedIn refresh(String token, boolean browser) {
        String hash = OpaqueToken.sha256(token);
        Optional<SignedIn> renewed = db.call(() -> renew(token, hash, browser));
        return renewed.orElseThrow(() -> new ApiException(
                ErrorCode.UNAUTHENTICATED, "The session has ended or the refresh token is not valid. Sign in again."));
    }

    private Optional<SignedIn> renew(String token, String hash, boolean browser) {
        Instant now = clock.instant();
        SessionRepository.RefreshToken found = sessions.lockRefreshToken(hash).orElse(null);
        if (found == null || found.ended() || now.isAfter(found.expiresAt())) {
            return Optional.empty();
        }
        Instant used = found.usedAt();
        if (used != null && now.isAfter(used.plus(SAME_SUCCESSOR))) {
            sessions.end(found.sessionId(), found.accountId(), now);
            verifier.forget(found.sessionId());
            return Optional.empty();
        }
        Optional<Account> account = accounts.find(found.accountId());
        if (account.isEmpty()) {
            return Optional.empty();
        }
        String successor = successorOf(token);
        if (used == null) {
            sessions.markUsed(hash, now);
            keep(successor, found.sessionId(), now);
        }
        sessions.renew(found.sessionId(), now, now.plus(settings.sessionLife()));
        // The cookie follows from the token too, so that both of two calls at once set the same one.
        String cookie = browser ? successorOf("cookie " + token) : null;
        if (cookie != null) {
            sessions.changeCookie(found.sessionId(), OpaqueToken.sha256(cookie));
        }
        return Optional.of(
                new SignedIn(account.get(), tokens.issue(account.get(), found.sessionId(), now), successor, cookie));
    }

    void signOut(Caller.User user) {
        end(user, user.sessionId());
    }

    void end(Caller.User user, UUID session) {
        if (!db.call(() -> sessions.end(session, user.userId(), clock.instant()))) {
            throw ApiException.notFound("session");
        }
        verifier.forget(session);
    }

    void endOthers(Caller.User user) {
        db.call(() -> sessions.endAllBut(user.sessionId(), user.userId(), clock.instant()))
                .forEach(verifier::forget);
    }

    List<SessionRepository.Session> sessionsOf(Caller.User user) {
        return db.call(() -> sessions.ofAccount(user.userId(), clock.instant()));
    }

    Account account(UUID id) {
        return db.call(() -> accounts.find(id)).orElseThrow(() -> ApiException.notFound("account"));
    }

    private String successorOf(String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(successorKey);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
