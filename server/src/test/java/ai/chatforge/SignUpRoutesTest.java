package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.crypto.OpaqueToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sign-up and its neighbours answer where addresses are confirmed first: the same for every address (S7). */
class SignUpRoutesTest {
    private static final String PASSWORD = "a good long password";
    private static RunningServer server;

    /** By what is known about them here. */
    private final Map<String, String> addresses = new HashMap<>();

    @BeforeAll
    static void start() {
        server = RunningServer.with("--chatforge.auth.sign-up=confirmed");
    }

    @AfterAll
    static void stop() {
        server.context().close();
    }

    private static RunningServer.Answer post(String path, Map<String, Object> body) {
        return server.send("POST", path, null, body);
    }

    private static RunningServer.Answer signUp(String email) {
        return post("/api/auth/signup", Map.of("email", email, "password", PASSWORD, "transport", "cookie"));
    }

    /** Of one length, so that headers can be compared. */
    private void addressesOfAllKinds() {
        for (String kind : List.of("new", "existing", "unconfirmed", "locked", "linked", "pending")) {
            addresses.put(kind, UUID.randomUUID() + "@example.com");
        }
        account("existing", "'$2a$10$x'", "active", "now()");
        account("unconfirmed", "'$2a$10$x'", "active", "null");
        account("locked", "'$2a$10$x'", "suspended", "now()");
        account("linked", "null", "active", "now()");
        assertThat(signUp(Objects.requireNonNull(addresses.get("pending"))).status())
                .isEqualTo(202);
    }

    private void account(String kind, String passwordHash, String status, String verified) {
        server.database().asSuperuser("""
                insert into auth.account
                  (id, email, email_key, name, password_hash, role, status, email_verified_at, created_at)
                values ('%s', '%s', '%s', 'Ada', %s, 'owner', '%s', %s, now())
                """.formatted(
                        UUID.randomUUID(), addresses.get(kind), addresses.get(kind), passwordHash, status, verified));
    }

    /** All that can be seen of an answer, but for its own address, and what differs with every answer. */
    private static String seen(RunningServer.Answer answer, String email) {
        Map<String, List<String>> headers = new HashMap<>(answer.headers());
        headers.keySet().removeAll(List.of("date", "x-request-id"));
        List<String> cookies = headers.getOrDefault("set-cookie", List.of()).stream()
                .map(cookie -> cookie.replaceFirst("=[^;]*", ""))
                .toList();
        headers.put("set-cookie", cookies);
        String body = answer.body().replace(email, "EMAIL").replaceAll("\"requestId\":\"[^\"]*\"", "");
        return answer.status() + " " + new java.util.TreeMap<>(headers) + " " + body;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/auth/signup",
                "/api/auth/register",
                "/api/auth/signin",
                "/api/auth/resend-verification",
                "/api/auth/forgot-password"
            })
    void theAnswerIsTheSameForEveryAddress(String route) {
        addressesOfAllKinds();
        boolean password = route.contains("sign") || route.contains("register");
        Map<String, String> answers = new HashMap<>();
        addresses.forEach((kind, email) -> answers.put(
                kind,
                seen(
                        post(route, password ? Map.of("email", email, "password", PASSWORD) : Map.of("email", email)),
                        email)));
        assertThat(answers.values().stream().distinct()).as(answers.toString()).hasSize(1);
    }

    @Test
    void theAnswerIsNoSession() {
        String email = UUID.randomUUID() + "@Example.com";
        RunningServer.Answer answer = signUp(email);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().properties()).hasSize(2);
        assertThat(answer.json().path("state").asString()).isEqualTo("confirmationSent");
        assertThat(answer.json().path("email").asString()).isEqualTo(email);
        assertThat(answer.headers().getOrDefault("set-cookie", List.of()))
                .noneMatch(cookie -> cookie.toLowerCase(Locale.ROOT).contains("httponly"));
        assertThat(server.database().asSuperuser("select id::text from auth.account where email = '" + email + "'"))
                .isEmpty();
    }

    @Test
    void badInputIsRefusedWhateverTheAddress() {
        addressesOfAllKinds();
        List<Map<String, Object>> faults = List.of(
                Map.of("password", "short"),
                Map.of("password", "password123"),
                Map.of("password", "x".repeat(73)),
                Map.of("password", PASSWORD, "name", "x".repeat(101)),
                Map.of("password", PASSWORD, "language", "no language"));
        for (Map<String, Object> fault : faults) {
            List<String> answers = new ArrayList<>();
            for (String kind : List.of("new", "existing", "pending")) {
                String email = Objects.requireNonNull(addresses.get(kind));
                Map<String, Object> body = new HashMap<>(fault);
                body.put("email", email);
                RunningServer.Answer answer = post("/api/auth/signup", body);
                assertThat(answer.status()).as(fault + answer.body()).isEqualTo(400);
                answers.add(seen(answer, email));
            }
            assertThat(answers.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void anAddressThatWasTriedTooOftenGetsNoMoreEmails() {
        addressesOfAllKinds();
        for (String kind : List.of("new", "existing")) {
            String email = Objects.requireNonNull(addresses.get(kind));
            server.database()
                    .asSuperuser("insert into auth.attempt (key, empty_at) values ('\\x%s', now() + interval '2 hours')"
                            .formatted(OpaqueToken.sha256("sign-up\naddress " + email)));
            assertThat(signUp(email).status()).isEqualTo(429);
            assertThat(server.database().asSuperuser("select id::text from auth.sign_up where email = '" + email + "'"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\":\"made-up\"}",
                "{\"token\":\"\"}",
                "{\"token\":null}",
                "{\"token\":[\"a\"]}",
                "{\"token\":{}}",
                "{\"token\":1}",
                "{\"token\":\"\\u0000\"}",
                "{}",
                "[]",
                "null",
                ""
            })
    void whatIsNoTokenOpensNothing(String body) {
        assertThat(server.send("POST", "/api/auth/verify-email", null, body).status())
                .isEqualTo(400);
    }
}
