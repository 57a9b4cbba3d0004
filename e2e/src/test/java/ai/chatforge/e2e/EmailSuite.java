package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Links in e-mails, from the one who asks to the one who clicks. */
abstract class EmailSuite {
    private final Installation installation;

    EmailSuite(Installation installation) {
        this.installation = installation;
    }

    @Test
    void aLinkConfirmsTheAddressOnce() {
        Client owner = installation.signUp();
        String email = owner.get("/api/auth/me").ok().text("email");
        Map<String, String> body = Map.of("token", installation.mailbox().token(email, "/verify-email"));

        assertThat(installation
                        .anonymous()
                        .post("/api/auth/verify-email", body)
                        .ok()
                        .text("email"))
                .isEqualTo(email);
        assertThat(owner.get("/api/auth/me").json().path("emailVerified").asBoolean())
                .isTrue();
        assertThat(installation.anonymous().post("/api/auth/verify-email", body).text("code"))
                .isEqualTo("invalid_token");
    }

    @Test
    void aLostPasswordIsReplacedAndEndsAllSessions() {
        Client owner = installation.signUp();
        String email = owner.get("/api/auth/me").ok().text("email");
        Client anybody = installation.anonymous();
        String known = anybody.post("/api/auth/forgot-password", Map.of("email", email))
                .ok()
                .body();
        assertThat(anybody.post("/api/auth/forgot-password", Map.of("email", "nobody-" + email))
                        .ok()
                        .body())
                .isEqualTo(known);
        String token = installation.mailbox().token(email, "/reset-password");
        String chosen = "another good long password";

        assertThat(anybody.post("/api/auth/reset-password", Map.of("token", token, "password", chosen))
                        .status())
                .isEqualTo(204);
        await().untilAsserted(
                        () -> assertThat(owner.get("/api/auth/me").status()).isEqualTo(401));
        assertThat(anybody.post("/api/auth/signin", Map.of("email", email, "password", Client.PASSWORD))
                        .status())
                .isEqualTo(401);
        anybody.post("/api/auth/signin", Map.of("email", email, "password", chosen))
                .ok();
    }
}
