package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.RunningServer.Answer;
import java.net.http.HttpRequest;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whoever tries passwords at somebody's address does not keep that person out of a browser used before. */
class KnownDevicesTest {
    private static final String PASSWORD = "a good long password";
    private static final RunningServer SERVER = RunningServer.with("--chatforge.auth.limits.sign-in=10");

    @AfterAll
    static void stop() {
        SERVER.context().close();
    }

    private static String signUp() {
        String email = "device-" + UUID.randomUUID() + "@example.com";
        String body = """
                {"email": "%s", "password": "%s"}
                """.formatted(email, PASSWORD);
        assertThat(SERVER.send("POST", "/api/auth/signup", null, body).status()).isEqualTo(201);
        return email;
    }

    private static Answer signIn(String email, String password, String cookie) {
        String body = """
                {"email": "%s", "password": "%s", "transport": "cookie"}
                """.formatted(email, password);
        return SERVER.send(SERVER.request("/api/auth/signin")
                .header("Content-Type", "application/json")
                .header("Cookie", "chatforge_device=" + cookie)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String device(Answer answer) {
        return answer.headers().getOrDefault("set-cookie", java.util.List.of()).stream()
                .filter(cookie -> cookie.startsWith("chatforge_device="))
                .map(cookie -> cookie.substring("chatforge_device=".length(), cookie.indexOf(';')))
                .findFirst()
                .orElse("");
    }

    @Test
    void aBrowserThatWasSignedInWithIsNotShutOut() {
        String email = signUp();
        String other = signUp();
        String known = device(signIn(email, PASSWORD, "none"));
        String ofAnother = device(signIn(other, PASSWORD, "none"));
        assertThat(known).isNotEmpty();
        int status = 0;
        for (int i = 0; i < 12; i++) {
            status = signIn(email, "a stranger's guess", "none").status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(signIn(email, PASSWORD, "none").status()).isEqualTo(429);
        assertThat(signIn(email, PASSWORD, ofAnother).status()).isEqualTo(429);
        Answer again = signIn(email, PASSWORD, known);
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(device(again)).isEqualTo(known);
        for (int i = 0; i < 10; i++) {
            status = signIn(email, "a thief's guess", known).status();
        }
        assertThat(status).isEqualTo(429);
    }
}
