package ai.chatforge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.auth.api.LinkRequested;
import ai.chatforge.auth.api.LinkRequested.Purpose;
import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who can open an account's e-mail can verify its address and choose its password, and nobody else can. */
class EmailLinksTest {
    private static final String NEW_PASSWORD = "another good password";
    private static AuthScene scene;

    @BeforeAll
    static void open() {
        scene = new AuthScene();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    private static ErrorCode refusal(ThrowingCallable call) {
        return catchThrowableOfType(ApiException.class, call).code();
    }

    @Test
    void signUpSendsALinkThatVerifiesTheAddressOnce() {
        Account account = scene.signUp().account();
        assertThat(account.emailVerified()).isFalse();
        EmailRequested email = scene.emails(EmailKind.VERIFICATION, account).getFirst();
        assertThat(email.language()).isEqualTo("de");
        assertThat(email.values()).containsEntry("name", "Ada").containsEntry("expiresIn", "PT24H");
        assertThat(email.values().get("link")).matches("https://chat\\.example\\.com/verify-email\\?token=[\\w-]{43}");
        String token = scene.token(EmailKind.VERIFICATION, account);
        scene.links.verify(token);
        assertThat(scene.now(account).emailVerified()).isTrue();
        assertThat(scene.emails(EmailKind.WELCOME, account)).hasSize(1);
        assertThat(refusal(() -> scene.links.verify(token))).isEqualTo(ErrorCode.INVALID_TOKEN);
    }

    @Test
    void tokensAreStoredAsHashesOnly() {
        Account account = scene.signUp().account();
        String token = scene.token(EmailKind.VERIFICATION, account);
        List<String> rows = scene.database.asSuperuser("select t::text from auth.email_token t");
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(token));
    }

    @Test
    void aNewerLinkTakesThePlaceOfTheOlder() {
        Account account = scene.signUp().account();
        String older = scene.token(EmailKind.VERIFICATION, account);
        scene.request(account.email().toUpperCase(java.util.Locale.ROOT), Purpose.VERIFICATION);
        String newer = scene.token(EmailKind.VERIFICATION, account);
        assertThat(refusal(() -> scene.links.verify(older))).isEqualTo(ErrorCode.INVALID_TOKEN);
        scene.links.verify(newer);
    }

    @Test
    void linksExpire() {
        Account account = scene.signUp().account();
        String verification = scene.token(EmailKind.VERIFICATION, account);
        String reset = scene.resetToken(account);
        scene.clock.pass(Duration.ofHours(1));
        assertThat(refusal(() -> scene.links.reset(reset, NEW_PASSWORD))).isEqualTo(ErrorCode.INVALID_TOKEN);
        scene.clock.pass(Duration.ofHours(23));
        assertThat(refusal(() -> scene.links.verify(verification))).isEqualTo(ErrorCode.INVALID_TOKEN);
        assertThat(scene.now(account).emailVerified()).isFalse();
    }

    @Test
    void aLinkIsGoodForItsPurposeOnly() {
        Account account = scene.signUp().account();
        String reset = scene.resetToken(account);
        String verification = scene.token(EmailKind.VERIFICATION, account);
        assertThat(refusal(() -> scene.links.verify(reset))).isEqualTo(ErrorCode.INVALID_TOKEN);
        assertThat(refusal(() -> scene.links.reset(verification, NEW_PASSWORD))).isEqualTo(ErrorCode.INVALID_TOKEN);
        scene.links.reset(reset, NEW_PASSWORD);
    }

    @Test
    void aResetEndsEverySessionAndTheOldPassword() {
        AuthService.SignedIn first = scene.signUp();
        Account account = first.account();
        AuthService.SignedIn second = scene.signIn(account, AuthScene.PASSWORD);
        assertThat(scene.isLetIn(first)).isTrue();
        scene.links.reset(scene.resetToken(account), NEW_PASSWORD);
        for (AuthService.SignedIn before : List.of(first, second)) {
            assertThat(scene.isLetIn(before)).isFalse();
            assertThat(refusal(() -> scene.auth.refresh(before.refreshToken(), false)))
                    .isEqualTo(ErrorCode.UNAUTHENTICATED);
        }
        assertThat(refusal(() -> scene.signIn(account, AuthScene.PASSWORD))).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(scene.isLetIn(scene.signIn(account, NEW_PASSWORD))).isTrue();
        assertThat(scene.emails(EmailKind.PASSWORD_CHANGED, account)).hasSize(1);
        assertThat(scene.now(account).emailVerified()).isTrue();
    }

    @Test
    void aRefusedPasswordDoesNotUseTheLinkUp() {
        Account account = scene.signUp().account();
        String token = scene.resetToken(account);
        assertThat(refusal(() -> scene.links.reset(token, "12345678"))).isEqualTo(ErrorCode.INVALID_REQUEST);
        scene.links.reset(token, NEW_PASSWORD);
    }

    @Test
    void ofManyAtOnceOneResets() throws Exception {
        Account account = scene.signUp().account();
        String token = scene.resetToken(account);
        List<Callable<Boolean>> attempts = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(i -> () -> passes(token, NEW_PASSWORD + i))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int passed = 0;
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                passed += attempt.get() ? 1 : 0;
            }
            assertThat(passed).isEqualTo(1);
        }
    }

    private static boolean passes(String token, String password) {
        try {
            scene.links.reset(token, password);
            return true;
        } catch (ApiException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_TOKEN);
            return false;
        }
    }

    @Test
    void theRequestDoesTheSameForAnAddressThatNobodyHas() {
        int before = scene.events.of(EmailRequested.class).size();
        scene.request("nobody@example.com", Purpose.PASSWORD_RESET);
        assertThat(scene.events.of(LinkRequested.class).getLast())
                .isEqualTo(new LinkRequested("nobody@example.com", Purpose.PASSWORD_RESET));
        assertThat(scene.events.of(EmailRequested.class)).hasSize(before);
    }

    @Test
    void aVerifiedAddressIsNotAskedAgain() {
        Account account = scene.signUp().account();
        scene.links.verify(scene.token(EmailKind.VERIFICATION, account));
        scene.request(account.email(), Purpose.VERIFICATION);
        assertThat(scene.emails(EmailKind.VERIFICATION, account)).hasSize(1);
    }

    @Test
    void whoIsShutOutGetsNoLinkAndCanUseNone() {
        Account account = scene.signUp().account();
        String token = scene.resetToken(account);
        scene.suspension.suspend(account.id());
        assertThat(refusal(() -> scene.links.reset(token, NEW_PASSWORD))).isEqualTo(ErrorCode.INVALID_TOKEN);
        scene.request(account.email(), Purpose.PASSWORD_RESET);
        assertThat(scene.emails(EmailKind.PASSWORD_RESET, account)).hasSize(1);
    }
}
