package ai.chatforge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.auth.api.LinkRequested.Purpose;
import ai.chatforge.auth.api.SignUpRequested;
import ai.chatforge.auth.api.UserRegistered;
import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.security.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who signs up has an account once the mailbox of the address says so, and learns nothing before. */
class SignUpsTest {
    private static final String OTHER_PASSWORD = "a stranger's password";
    private static AuthScene scene;
    private final String email = "User-" + UUID.randomUUID() + "@example.com";

    @BeforeAll
    static void open() {
        scene = new AuthScene();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    /** Signs up, and lets the consumer of the event do its work. */
    private void signUp(String password) {
        scene.signUps.request(email, password, "Ada", "de");
        handleNewest();
    }

    private static void handleNewest() {
        SignUpRequested requested = scene.events.of(SignUpRequested.class).getLast();
        scene.db.run(() -> scene.signUps.send(requested));
    }

    private List<EmailRequested> emails(EmailKind kind) {
        return scene.events.of(EmailRequested.class).stream()
                .filter(sent -> sent.kind() == kind && sent.to().equals(email))
                .toList();
    }

    /** The tokens of the links, in the order in which they were sent. */
    private List<String> tokens() {
        return emails(EmailKind.SIGN_UP_CONFIRMATION).stream()
                .map(sent -> String.valueOf(sent.values().get("link")).replaceFirst(".*\\?token=", ""))
                .toList();
    }

    private static Optional<Account> confirm(String token) {
        return scene.signUps.confirm(token);
    }

    private int rows() {
        return scene.database
                .asSuperuser(
                        "select id::text from auth.sign_up where email_key = '" + email.toLowerCase(Locale.ROOT) + "'")
                .size();
    }

    private @Nullable ErrorCode refusalOfSignIn(String password) {
        ApiException refused =
                catchThrowableOfType(ApiException.class, () -> scene.auth.signIn(email, password, null, false, "test"));
        return refused == null ? null : refused.code();
    }

    private void assertNoAccount() {
        assertThat(scene.db.call(() -> scene.accounts.credentials(email))).isEmpty();
        assertThat(refusalOfSignIn(AuthScene.PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void theLinkOpensTheAccountOnce() {
        int registered = scene.events.of(UserRegistered.class).size();
        signUp(AuthScene.PASSWORD);
        assertNoAccount();
        assertThat(scene.events.of(UserRegistered.class)).hasSize(registered);
        EmailRequested sent = emails(EmailKind.SIGN_UP_CONFIRMATION).getFirst();
        assertThat(sent.language()).isEqualTo("de");
        assertThat(sent.values()).containsEntry("name", "Ada").containsEntry("expiresIn", "PT24H");
        assertThat(sent.values().get("link")).matches("https://chat\\.example\\.com/verify-email\\?token=[\\w-]{43}");

        Account account = confirm(tokens().getFirst()).orElseThrow();
        assertThat(account.email()).isEqualTo(email);
        assertThat(scene.now(account).emailVerified()).isTrue();
        assertThat(refusalOfSignIn(AuthScene.PASSWORD)).isNull();
        UserRegistered event = scene.events.of(UserRegistered.class).getLast();
        assertThat(event).isEqualTo(new UserRegistered(account.id(), email, "Ada", "de", Role.OWNER));
        assertThat(emails(EmailKind.WELCOME)).hasSize(1);
        assertThat(rows()).isZero();
        assertThat(confirm(tokens().getFirst())).isEmpty();
    }

    @Test
    void tokensAndPasswordsAreStoredAsHashesOnly() {
        signUp(AuthScene.PASSWORD);
        String row = scene.database
                .asSuperuser("select s::text from auth.sign_up s where email = '" + email + "'")
                .getFirst();
        assertThat(row).doesNotContain(tokens().getFirst(), AuthScene.PASSWORD);
    }

    @Test
    void aStrangersTryNeitherEndsNorReplacesTheOwners() {
        signUp(AuthScene.PASSWORD);
        signUp(OTHER_PASSWORD);
        signUp(OTHER_PASSWORD);
        assertThat(rows()).isEqualTo(3);
        assertThat(confirm(tokens().getFirst())).isPresent();
        assertThat(refusalOfSignIn(AuthScene.PASSWORD)).isNull();
        assertThat(refusalOfSignIn(OTHER_PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(rows()).isZero();
        assertThat(confirm(tokens().get(1))).isEmpty();
    }

    @Test
    void theOwnerOfAnAccountIsToldOfTheTry() {
        Account account = scene.auth.create(email, AuthScene.PASSWORD, "Owner", "es", Role.OWNER);
        signUp(OTHER_PASSWORD);
        assertThat(emails(EmailKind.SIGN_UP_CONFIRMATION)).isEmpty();
        EmailRequested told = emails(EmailKind.ACCOUNT_EXISTS).getFirst();
        assertThat(told.language()).isEqualTo("es");
        assertThat(told.values())
                .containsEntry("name", "Owner")
                .containsEntry("link", "https://chat.example.com/sign-in");
        assertThat(rows()).isZero();
        assertThat(refusalOfSignIn(AuthScene.PASSWORD)).isNull();
        assertThat(scene.now(account).name()).isEqualTo("Owner");
    }

    @Test
    void whoIsShutOutIsToldNothing() {
        Account account = scene.auth.create(email, AuthScene.PASSWORD, null, "en", Role.OWNER);
        scene.suspension.suspend(account.id());
        signUp(OTHER_PASSWORD);
        assertThat(emails(EmailKind.ACCOUNT_EXISTS)).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void anAccountThatCameOtherwiseEndsTheSignUps() {
        signUp(AuthScene.PASSWORD);
        Account linked = new Account(Ids.next(), email, "Ada", Role.OWNER, true, true, scene.clock.instant());
        assertThat(scene.db.call(() -> scene.newAccounts.open(linked, null, "en")))
                .isTrue();
        assertThat(rows()).isZero();
        assertThat(confirm(tokens().getFirst())).isEmpty();
    }

    @Test
    void anAccountThatCameBetweenTryAndLinkStaysAsItIs() {
        signUp(OTHER_PASSWORD);
        scene.database.asSuperuser("""
                insert into auth.account (id, email, email_key, name, role, created_at)
                values ('%s', '%s', '%s', 'Ada', 'owner', now())
                """.formatted(UUID.randomUUID(), email, email.toLowerCase(Locale.ROOT)));
        assertThat(confirm(tokens().getFirst())).isEmpty();
        assertThat(refusalOfSignIn(OTHER_PASSWORD)).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void linksExpireAndAreForgotten() {
        signUp(AuthScene.PASSWORD);
        scene.clock.pass(Duration.ofHours(24));
        assertThat(confirm(tokens().getFirst())).isEmpty();
        assertNoAccount();
        scene.clock.pass(Duration.ofSeconds(1));
        scene.signUps.forgetExpired();
        assertThat(rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "x", "null", "' or 1=1 --", "\u0000", "Vd3kq8Yc1nPz7Xw0uVtRb5sQe2LmJ8hGf4D6aT9oKzE"})
    void madeUpTokensOpenNothing(String token) {
        signUp(AuthScene.PASSWORD);
        assertThat(confirm(token)).isEmpty();
        assertNoAccount();
    }

    @Test
    void linksOfOtherKindsOpenNothing() {
        Account account = scene.signUp().account();
        String verification = scene.token(EmailKind.VERIFICATION, account);
        assertThat(confirm(verification)).isEmpty();
        assertThat(confirm(scene.resetToken(account))).isEmpty();
        signUp(AuthScene.PASSWORD);
        String mine = tokens().getFirst();
        assertThat(catchThrowableOfType(ApiException.class, () -> scene.links.reset(mine, OTHER_PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.INVALID_TOKEN);
        assertThat(catchThrowableOfType(ApiException.class, () -> scene.links.verify(mine))
                        .code())
                .isEqualTo(ErrorCode.INVALID_TOKEN);
        scene.links.verify(verification);
        assertThat(confirm(mine)).isPresent();
    }

    @Test
    void theNewestTrysLinkIsSentAgainUnderANewToken() {
        signUp(OTHER_PASSWORD);
        scene.clock.pass(Duration.ofMinutes(1));
        signUp(AuthScene.PASSWORD);
        scene.request(" " + email.toUpperCase(Locale.ROOT), Purpose.VERIFICATION);
        assertThat(tokens()).hasSize(3).doesNotHaveDuplicates();
        assertThat(confirm(tokens().get(1))).isEmpty();
        assertThat(confirm(tokens().getLast())).isPresent();
        assertThat(refusalOfSignIn(AuthScene.PASSWORD)).isNull();
        scene.request(email, Purpose.VERIFICATION);
        assertThat(tokens()).hasSize(3);
    }

    @Test
    void nothingIsSentAgainForAResetOrToNobody() {
        signUp(AuthScene.PASSWORD);
        scene.request(email, Purpose.PASSWORD_RESET);
        assertThat(tokens()).hasSize(1);
        int before = scene.events.of(EmailRequested.class).size();
        scene.request("nobody-" + email, Purpose.VERIFICATION);
        assertThat(scene.events.of(EmailRequested.class)).hasSize(before);
    }

    @Test
    void aTryThatEndedMeanwhileSendsNothing() {
        scene.signUps.request(email, AuthScene.PASSWORD, null, "en");
        scene.auth.create(email, AuthScene.PASSWORD, null, "en", Role.OWNER);
        handleNewest();
        assertThat(tokens()).isEmpty();
        assertThat(emails(EmailKind.ACCOUNT_EXISTS)).isEmpty();
    }

    @Test
    void ofFiftyTriesEachHasALinkAndOneOpensTheAccount() throws Exception {
        int before = scene.events.of(SignUpRequested.class).size();
        // No more threads than can hash at once, or some would be told to come again.
        atOnce(Executors.newFixedThreadPool(4), 50, i -> {
            scene.signUps.request(email, AuthScene.PASSWORD + i, null, "en");
            return i;
        });
        assertThat(rows()).isEqualTo(50);
        List<SignUpRequested> requested = scene.events.of(SignUpRequested.class);
        requested.subList(before, requested.size()).forEach(event -> scene.db.run(() -> scene.signUps.send(event)));
        List<String> tokens = tokens();
        assertThat(tokens).hasSize(50).doesNotHaveDuplicates();

        int registered = scene.events.of(UserRegistered.class).size();
        List<Optional<Account>> opened =
                atOnce(Executors.newVirtualThreadPerTaskExecutor(), 50, i -> confirm(tokens.get(i)));
        assertThat(opened.stream().filter(Optional::isPresent)).hasSize(1);
        assertThat(scene.events.of(UserRegistered.class)).hasSize(registered + 1);
        assertThat(rows()).isZero();
    }

    @Test
    void ofManyClicksOnOneLinkOneOpensTheAccount() throws Exception {
        signUp(AuthScene.PASSWORD);
        String token = tokens().getFirst();
        List<Optional<Account>> opened = atOnce(Executors.newVirtualThreadPerTaskExecutor(), 20, i -> confirm(token));
        assertThat(opened.stream().filter(Optional::isPresent)).hasSize(1);
    }

    private static <T> List<T> atOnce(ExecutorService threads, int times, IntFunction<T> work) throws Exception {
        try (threads) {
            List<Callable<T>> calls = IntStream.range(0, times)
                    .<Callable<T>>mapToObj(i -> () -> work.apply(i))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> call : threads.invokeAll(calls)) {
                results.add(call.get());
            }
            return results;
        }
    }
}
