package ai.chatforge.auth;

import ai.chatforge.auth.api.AccountSuspended;
import ai.chatforge.auth.api.LinkRequested;
import ai.chatforge.auth.api.LinkRequested.Purpose;
import ai.chatforge.auth.api.SessionTokenVerifier;
import ai.chatforge.auth.api.SignUpRequested;
import ai.chatforge.auth.api.UserRegistered;
import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.crypto.TestSealers;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.event.PublishedEvents;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.PublicLinks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The service without its HTTP side: a database of its own, a clock that tests move, events that they read. */
final class AuthScene implements AutoCloseable {
    static final String PASSWORD = "a good long password";
    static final AuthSettings SETTINGS = settings(PasswordAlgorithm.BCRYPT);

    final TestDatabase database = TestDatabase.create();
    final Database db = database.of(ServiceName.AUTH);
    final MovedClock clock = new MovedClock();
    final PublishedEvents events = new PublishedEvents();
    final AccountRepository accounts = new AccountRepository(db);
    final SessionRepository sessions = new SessionRepository(db);
    final TotpRepository factors = new TotpRepository(db);
    final Passwords passwords = new Passwords(SETTINGS, new KnownPasswords(SETTINGS));
    final SessionTokenVerifier verifier;
    final EmailLinks links;
    final NewAccounts newAccounts;
    final SignUps signUps;
    final SecondFactor secondFactor;
    final AuthService auth;
    final Suspension suspension;

    AuthScene() {
        DataFolder folder = DataFolder.shared(temporary());
        AccessTokens tokens = new AccessTokens(folder, SETTINGS);
        EventLog log = events.log(
                clock,
                List.of(
                        UserRegistered.class,
                        LinkRequested.class,
                        SignUpRequested.class,
                        EmailRequested.class,
                        AccountSuspended.class));
        this.verifier = new SessionTokenVerifier(new SessionsController(db, sessions, tokens, clock), clock);
        AccountNotices notices = new AccountNotices(db, accounts, pages(), log);
        this.links = new EmailLinks(
                db,
                accounts,
                sessions,
                new EmailTokenRepository(db),
                passwords,
                pages(),
                notices,
                verifier,
                log,
                clock);
        SignUpRepository pending = new SignUpRepository(db);
        this.newAccounts = new NewAccounts(db, accounts, pending, log);
        this.signUps = new SignUps(db, pending, accounts, newAccounts, passwords, pages(), notices, log, clock);
        this.secondFactor = new SecondFactor(
                db, factors, accounts, new TotpSecrets(TestSealers.make(), db), passwords, notices, clock);
        this.auth = new AuthService(
                db,
                accounts,
                sessions,
                passwords,
                tokens,
                SETTINGS,
                verifier,
                links,
                secondFactor,
                newAccounts,
                folder,
                clock);
        this.suspension = new Suspension(db, accounts, sessions, verifier, log, clock);
    }

    static AuthSettings settings(PasswordAlgorithm algorithm) {
        return new AuthSettings(
                SignUpMode.CONFIRMED,
                10,
                algorithm,
                Duration.ofSeconds(5),
                8,
                null,
                Duration.ofMinutes(15),
                Duration.ofHours(24),
                Duration.ofDays(30),
                new AuthSettings.Administrator(null, null),
                new AuthSettings.Limits(5, 10, 3),
                Map.of(),
                Duration.ofSeconds(5));
    }

    private static PublicLinks pages() {
        ServerSettings server = new ServerSettings(
                List.of(), Path.of("data"), 0, "127.0.0.1", Map.of(), null, "https://chat.example.com/");
        return new PublicLinks(server, new HostedServices(Set.of(ServiceName.AUTH), Map.of()), 3001);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "auth-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AuthService.SignedIn signUp() {
        return auth.signUp("User-" + UUID.randomUUID() + "@example.com", PASSWORD, "Ada", "de", false, "test");
    }

    AuthService.SignedIn signIn(Account account, String password) {
        return auth.signIn(account.email(), password, null, false, "test");
    }

    Account now(Account account) {
        return auth.account(account.id());
    }

    boolean isLetIn(AuthService.SignedIn signedIn) {
        return verifier.byAccessToken(signedIn.accessToken()).isPresent();
    }

    Caller.User caller(AuthService.SignedIn signedIn) {
        return verifier.byAccessToken(signedIn.accessToken()).orElseThrow();
    }

    /** E-mails of a kind, in their order. */
    List<EmailRequested> emails(EmailKind kind, Account to) {
        return events.of(EmailRequested.class).stream()
                .filter(email -> email.kind() == kind && email.to().equals(to.email()))
                .toList();
    }

    /** The token of the link that was sent last. */
    String token(EmailKind kind, Account to) {
        return String.valueOf(emails(kind, to).getLast().values().get("link")).replaceFirst(".*\\?token=", "");
    }

    /** Asks for a link as somebody who is not signed in, and lets the consumer of the event do its work. */
    void request(String email, Purpose purpose) {
        links.request(email, purpose);
        LinkRequested requested = events.of(LinkRequested.class).getLast();
        db.run(() -> {
            links.send(requested);
            signUps.sendAgain(requested);
        });
    }

    String resetToken(Account account) {
        request(account.email(), Purpose.PASSWORD_RESET);
        return token(EmailKind.PASSWORD_RESET, account);
    }

    @Override
    public void close() {
        database.close();
    }
}
