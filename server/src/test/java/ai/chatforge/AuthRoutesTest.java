package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.persistence.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Accounts by HTTP: what passes, and what does not. */
class AuthRoutesTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final Database AUTH = SERVER.context().getBean("auth", Database.class);
    private static final String PASSWORD = "a good long password";
    private static final String NEW_PASSWORD = "another good password";

    private String email;
    private JsonNode account;

    @BeforeEach
    void signUp() {
        email = UUID.randomUUID() + "@example.com";
        account = SERVER.send("POST", "/api/auth/signup", null, Map.of("email", email, "password", PASSWORD))
                .json();
    }

    private String token() {
        return account.path("accessToken").asString();
    }

    private RunningServer.Answer signIn(String password) {
        return SERVER.send("POST", "/api/auth/signin", null, Map.of("email", email, "password", password));
    }

    private static String withoutIds(String body) {
        return body.replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    /** As the link of an e-mail has it. */
    private String linkToken(String purpose, String lifetime) {
        String token = "token-of-" + UUID.randomUUID();
        AUTH.run(() -> AUTH.sql()
                .sql("""
                        insert into auth.email_token (account_id, purpose, hash, expires_at)
                        values (?, ?, ?, now() + ?::interval)
                        on conflict (account_id, purpose) do update
                          set hash = excluded.hash, expires_at = excluded.expires_at
                        """)
                .params(
                        UUID.fromString(account.path("user").path("id").asString()),
                        purpose,
                        HexFormat.of().parseHex(OpaqueToken.sha256(token)),
                        lifetime)
                .update());
        return token;
    }

    private static RunningServer.Answer verify(String token) {
        return SERVER.send("POST", "/api/auth/verify-email", null, Map.of("token", token));
    }

    private static RunningServer.Answer reset(String token) {
        return SERVER.send("POST", "/api/auth/reset-password", null, Map.of("token", token, "password", NEW_PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\" \"",
                "[]",
                "[\"a\"]",
                "{}",
                "0",
                "123456",
                "1e400",
                "true",
                "\"a\\u0000b\"",
                "\"\\ud800\"",
                "\"made-up\"",
                "\"' or '1'='1\"",
                "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
            })
    void noTokenButTheOneThatWasSentPasses(String token) {
        linkToken("verification", "1 hour");
        linkToken("password_reset", "1 hour");
        List<RunningServer.Answer> answers = new ArrayList<>();
        answers.add(SERVER.send("POST", "/api/auth/verify-email", null, "{\"token\":" + token + "}"));
        answers.add(SERVER.send(
                "POST",
                "/api/auth/reset-password",
                null,
                "{\"token\":" + token + ",\"password\":\"" + NEW_PASSWORD + "\"}"));
        answers.add(SERVER.send("POST", "/api/auth/refresh", null, "{\"refreshToken\":" + token + "}"));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
            assertThat(answer.json().path("code").asString())
                    .isIn("invalid_token", "invalid_request", "unauthenticated");
        });
        assertThat(signIn(PASSWORD).json().path("user").path("emailVerified").asBoolean())
                .isFalse();
    }

    @Test
    void aTokenThatWasUsedHasExpiredOrIsForSomethingElseDoesNotPass() {
        String expired = linkToken("password_reset", "-1 second");
        assertThat(reset(expired).json().path("code").asString()).isEqualTo("invalid_token");
        String verification = linkToken("verification", "1 hour");
        assertThat(reset(verification).status()).isEqualTo(400);
        assertThat(verify(verification).json().path("email").asString()).isEqualTo(email);
        assertThat(verify(verification).json().path("code").asString()).isEqualTo("invalid_token");
        String reset = linkToken("password_reset", "1 hour");
        assertThat(verify(reset).status()).isEqualTo(400);
        assertThat(reset(reset).status()).isEqualTo(204);
        assertThat(reset(reset).json().path("code").asString()).isEqualTo("invalid_token");
        assertThat(signIn(PASSWORD).status()).isEqualTo(401);
        assertThat(signIn(NEW_PASSWORD).status()).isEqualTo(200);
        assertThat(SERVER.get("/api/auth/me", token()).status()).isEqualTo(401);
    }

    @Test
    void theRequestedLinkIsMadeSoonAfter() {
        assertThat(SERVER.send("POST", "/api/auth/forgot-password", null, Map.of("email", email))
                        .status())
                .isEqualTo(202);
        await().untilAsserted(() -> assertThat(AUTH.call(() -> AUTH.sql()
                        .sql("select purpose from auth.email_token where account_id = ?")
                        .param(UUID.fromString(account.path("user").path("id").asString()))
                        .query(String.class)
                        .list()))
                .contains("password_reset"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/auth/forgot-password", "/api/auth/resend-verification"})
    void nobodyLearnsWhetherAnAddressHasAnAccount(String route) {
        RunningServer.Answer there = SERVER.send("POST", route, null, Map.of("email", email));
        RunningServer.Answer none = SERVER.send("POST", route, null, Map.of("email", "no-" + email));
        assertThat(there.status()).isEqualTo(202);
        assertThat(none.status()).isEqualTo(202);
        assertThat(there.body()).isEqualTo(none.body());
        assertThat(there.headers().keySet()).isEqualTo(none.headers().keySet());
    }

    @Test
    void whoIsSignedInNeedNotSayTheAddress() {
        assertThat(SERVER.send("POST", "/api/auth/resend-verification", token(), null)
                        .status())
                .isEqualTo(202);
        assertThat(SERVER.send("POST", "/api/auth/resend-verification", null, null)
                        .status())
                .isEqualTo(400);
    }

    private static void useUp(String limit, String address) {
        AUTH.run(() -> AUTH.sql()
                .sql("""
                        insert into auth.attempt (key, empty_at) values (?, now() + interval '2 hours')
                        on conflict (key) do update set empty_at = excluded.empty_at
                        """)
                .param(HexFormat.of().parseHex(OpaqueToken.sha256(limit + "\naddress " + address)))
                .update());
    }

    @Test
    void anAddressThatTriedTooOftenIsRefusedWhetherItHasAnAccountOrNot() {
        Map<String, String> routes = Map.of(
                "/api/auth/signup", "sign-up",
                "/api/auth/signin", "sign-in",
                "/api/auth/forgot-password", "password-reset",
                "/api/auth/resend-verification", "verification");
        routes.forEach((route, limit) -> {
            List<RunningServer.Answer> answers = new ArrayList<>();
            for (String address : List.of(email, "no-" + email)) {
                useUp(limit, address);
                boolean password = route.contains("sign");
                answers.add(SERVER.send(
                        "POST",
                        route,
                        null,
                        password ? Map.of("email", address, "password", PASSWORD) : Map.of("email", address)));
            }
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).as(route + answer.body()).isEqualTo(429);
                assertThat(Integer.parseInt(answer.header("retry-after"))).isPositive();
            });
            assertThat(withoutIds(answers.get(0).body()))
                    .isEqualTo(withoutIds(answers.get(1).body()));
        });
    }

    @Test
    void oneSeesWhereOneIsSignedInAndEndsTheOthers() {
        String other = SERVER.send(SERVER.request("/api/auth/signin")
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                JsonMapper.shared().writeValueAsString(Map.of("email", email, "password", PASSWORD))))
                        .build())
                .json()
                .path("accessToken")
                .asString();
        JsonNode sessions = SERVER.get("/api/auth/sessions", token()).json().path("items");
        assertThat(sessions.size()).isEqualTo(2);
        assertThat(sessions.path(0).path("device").asString()).isEqualTo("Firefox on Linux");
        assertThat(sessions.path(0).path("current").asBoolean()).isFalse();
        assertThat(sessions.path(1).path("current").asBoolean()).isTrue();
        assertThat(SERVER.get("/api/auth/me", other).status()).isEqualTo(200);
        assertThat(SERVER.send("DELETE", "/api/auth/sessions", token(), null).status())
                .isEqualTo(204);
        assertThat(SERVER.get("/api/auth/me", other).status()).isEqualTo(401);
        assertThat(SERVER.get("/api/auth/sessions", token())
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void aSessionThatIsUsedIsSeen() {
        AUTH.run(() -> AUTH.sql()
                .sql("update auth.session set last_seen_at = now() - interval '1 day' where account_id = ?")
                .param(UUID.fromString(account.path("user").path("id").asString()))
                .update());
        JsonNode session =
                SERVER.get("/api/auth/sessions", token()).json().path("items").path(0);
        assertThat(Instant.parse(session.path("lastSeenAt").asString()))
                .isAfter(Instant.parse(session.path("createdAt").asString()));
    }

    @Test
    void aSecondFactorIsSetUpAndAskedFor() {
        JsonNode begun = SERVER.send("POST", "/api/auth/totp", token(), null).json();
        assertThat(begun.path("uri").asString()).startsWith("otpauth://totp/ChatForge:");
        RunningServer.Answer wrong = SERVER.send("POST", "/api/auth/totp/confirm", token(), Map.of("code", "no code"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(SERVER.get("/api/auth/totp", token()).json().path("enabled").asBoolean())
                .isFalse();
        AUTH.run(() -> AUTH.sql()
                .sql("update auth.totp set confirmed_at = now() where account_id = ?")
                .param(UUID.fromString(account.path("user").path("id").asString()))
                .update());
        RunningServer.Answer asked = signIn(PASSWORD);
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.json().path("code").asString()).isEqualTo("totp_required");
        assertThat(asked.body()).doesNotContain("accessToken");
        assertThat(signIn("a wrong password").json().path("code").asString()).isEqualTo("invalid_credentials");
    }

    @Test
    void aSuspendedAccountIsOutWithinSeconds() {
        String refresh = account.path("refreshToken").asString();
        assertThat(SERVER.get("/api/chatbots", token()).status()).isEqualTo(200);
        AUTH.run(() -> AUTH.sql()
                .sql("update auth.account set status = 'suspended' where email = ?")
                .param(email)
                .update());
        await().atMost(Duration.ofSeconds(5))
                .until(() -> SERVER.get("/api/chatbots", token()).status() == 401);
        assertThat(SERVER.send("POST", "/api/auth/refresh", null, Map.of("refreshToken", refresh))
                        .status())
                .isEqualTo(401);
        assertThat(withoutIds(signIn(PASSWORD).body()))
                .isEqualTo(withoutIds(signIn("a wrong password").body()));
    }
}
