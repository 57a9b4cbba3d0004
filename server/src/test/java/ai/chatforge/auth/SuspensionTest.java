package ai.chatforge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SuspensionTest {
    private static AuthScene scene;

    @BeforeAll
    static void open() {
        scene = new AuthScene();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void endsWhateverLetsTheUserIn() {
        AuthService.SignedIn signedIn = scene.signUp();
        Account account = signedIn.account();
        AuthService.SignedIn browser = scene.auth.signIn(account.email(), AuthScene.PASSWORD, null, true, "test");
        assertThat(scene.verifier.bySessionCookie(String.valueOf(browser.cookie())))
                .isPresent();
        assertThat(scene.isLetIn(signedIn)).isTrue();

        scene.suspension.suspend(account.id());

        assertThat(scene.isLetIn(signedIn)).isFalse();
        assertThat(scene.verifier.bySessionCookie(String.valueOf(browser.cookie())))
                .isEmpty();
        assertThat(catchThrowableOfType(ApiException.class, () -> scene.auth.refresh(signedIn.refreshToken(), false))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
        ApiException right = catchThrowableOfType(ApiException.class, () -> scene.signIn(account, AuthScene.PASSWORD));
        ApiException wrong = catchThrowableOfType(ApiException.class, () -> scene.signIn(account, "a wrong password"));
        assertThat(right.code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(right.detail()).isEqualTo(wrong.detail());
    }

    @Test
    void liftedItLetsInAgainButWithANewSession() {
        AuthService.SignedIn before = scene.signUp();
        scene.suspension.suspend(before.account().id());
        scene.suspension.lift(before.account().id());
        assertThat(scene.isLetIn(before)).isFalse();
        assertThat(scene.isLetIn(scene.signIn(before.account(), AuthScene.PASSWORD)))
                .isTrue();
    }

    @Test
    void needsAnAccount() {
        assertThat(catchThrowableOfType(ApiException.class, () -> scene.suspension.suspend(UUID.randomUUID()))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }
}
