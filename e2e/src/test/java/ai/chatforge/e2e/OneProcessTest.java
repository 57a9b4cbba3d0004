package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Everything embedded, as {@code ./chatforge start} runs it. */
class OneProcessTest {
    private static final Installation INSTALLATION = Installation.inOneProcess("one");

    @AfterAll
    static void stop() {
        INSTALLATION.close();
    }

    @Nested
    class Story extends StorySuite {
        Story() {
            super(INSTALLATION);
        }
    }

    @Nested
    class Emails {
        private final LocalMailbox mailbox = new LocalMailbox(INSTALLATION.anonymous());

        @Test
        void aLinkConfirmsTheAddressOnce() {
            Client owner = INSTALLATION.signUp();
            String email = owner.get("/api/auth/me").ok().text("email");
            Map<String, String> body = Map.of("token", mailbox.token(email, "/verify-email"));

            assertThat(INSTALLATION
                            .anonymous()
                            .post("/api/auth/verify-email", body)
                            .status())
                    .isEqualTo(204);
            assertThat(owner.get("/api/auth/me").json().path("emailVerified").asBoolean())
                    .isTrue();
            assertThat(INSTALLATION
                            .anonymous()
                            .post("/api/auth/verify-email", body)
                            .text("code"))
                    .isEqualTo("invalid_token");
        }

        @Test
        void aLostPasswordIsReplacedAndEndsAllSessions() {
            Client owner = INSTALLATION.signUp();
            String email = owner.get("/api/auth/me").ok().text("email");
            Client anybody = INSTALLATION.anonymous();
            String known = anybody.post("/api/auth/forgot-password", Map.of("email", email))
                    .ok()
                    .body();
            assertThat(anybody.post("/api/auth/forgot-password", Map.of("email", "nobody-" + email))
                            .ok()
                            .body())
                    .isEqualTo(known);
            String token = mailbox.token(email, "/reset-password");
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

    @Nested
    class Isolation extends IsolationSuite {
        Isolation() {
            super(INSTALLATION);
        }
    }

    @Nested
    class Input extends InputSuite {
        Input() {
            super(INSTALLATION);
        }
    }
}
