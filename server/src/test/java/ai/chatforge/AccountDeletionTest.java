package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.crypto.OpaqueToken;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may delete an account or have it exported, and what is refused. */
class AccountDeletionTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static RunningServer.Answer delete(LeavingAccount account, Object body) {
        return account.post("/api/users/me/deletion", body);
    }

    private static boolean isThere(LeavingAccount account) {
        return SERVER.get("/api/auth/me", account.token()).status() == 200;
    }

    private static String field(RunningServer.Answer answer) {
        return answer.json().path("errors").path(0).path("field").asString();
    }

    @Test
    void withoutTheRightPasswordNothingIsDeleted() {
        LeavingAccount account = LeavingAccount.signUp();
        for (Object body : List.of(Map.of("password", "a wrong password"), Map.of("password", ""), Map.of())) {
            RunningServer.Answer answer = delete(account, body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(field(answer)).isEqualTo("password");
        }
        assertThat(SERVER.send("POST", "/api/users/me/deletion", null, Map.of("password", "x"))
                        .status())
                .isIn(401, 403);
        assertThat(isThere(account)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "[1]",
                "0",
                "\"a\"",
                "{\"password\":[]}",
                "{\"password\":null}",
                "{\"code\":{}}",
                "",
                "{\"tenantId\":\"x\"}",
                "{\"password\":\"\\u0000\"}"
            })
    void oddBodiesAreRefused(String body) {
        LeavingAccount account = LeavingAccount.signUp();
        assertThat(delete(account, body).status()).isBetween(400, 499);
        assertThat(SERVER.send("POST", "/api/auth/confirm-deletion", null, body).status())
                .isBetween(400, 499);
        assertThat(isThere(account)).isTrue();
    }

    @Test
    void theSecondFactorIsAskedFor() throws GeneralSecurityException {
        LeavingAccount account = LeavingAccount.signUp();
        String secret =
                account.post("/api/auth/totp", Map.of()).json().path("secret").asString();
        JsonNode on = account.post("/api/auth/totp/confirm", Map.of("code", code(secret)))
                .json();
        String recovery = on.path("recoveryCodes").path(0).asString();
        assertThat(recovery).isNotBlank();

        Map<String, String> body = new HashMap<>(Map.of("password", LeavingAccount.PASSWORD));
        assertThat(field(delete(account, body))).isEqualTo("code");
        body.put("code", "000000x");
        assertThat(field(delete(account, body))).isEqualTo("code");
        assertThat(isThere(account)).isTrue();
        body.put("code", recovery);
        assertThat(delete(account, body).status()).isEqualTo(202);
        assertThat(isThere(account)).isFalse();
    }

    private static String code(String secret) throws GeneralSecurityException {
        byte[] key = new byte[secret.length() * 5 / 8];
        int length = 0;
        int bits = 0;
        int buffer = 0;
        for (int i = 0; i < secret.length(); i++) {
            buffer = (buffer << 5) | BASE32.indexOf(secret.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                key[length] = (byte) (buffer >> bits);
                length++;
            }
        }
        byte[] step = new byte[8];
        ByteBuffer.wrap(step).putLong(Instant.now().getEpochSecond() / 30);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        byte[] hash = mac.doFinal(step);
        int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 15) & Integer.MAX_VALUE;
        return "%06d".formatted(number % 1_000_000);
    }

    @Test
    void ofManyDeletionsAtOnceOneIsDone() throws Exception {
        LeavingAccount account = LeavingAccount.signUp();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> leaving = () -> account.leave().status();
            List<Future<Integer>> answers = threads.invokeAll(java.util.Collections.nCopies(6, leaving));
            int accepted = 0;
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(202, 401, 404);
                accepted += answer.get() == 202 ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(1);
        }
        assertThat(account.leave().status()).isEqualTo(401);
        account.awaitErased();
    }

    @Test
    void theLastAdministratorStays() {
        LeavingAccount first = LeavingAccount.signUp();
        SERVER.database()
                .asSuperuser(
                        "update auth.account set role = 'owner' where role = 'admin'",
                        "update auth.account set role = 'admin' where id = '" + first.id() + "'");
        RunningServer.Answer refused = first.leave();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asString()).contains("only administrator");
        assertThat(isThere(first)).isTrue();

        LeavingAccount second = LeavingAccount.signUp();
        SERVER.database().asSuperuser("update auth.account set role = 'admin' where id = '" + second.id() + "'");
        assertThat(first.leave().status()).isEqualTo(202);
        assertThat(second.leave().status()).isEqualTo(409);
        SERVER.database().asSuperuser("update auth.account set role = 'owner' where id = '" + second.id() + "'");
    }

    @Test
    void theLinkOfAnEmailDeletesOnce() {
        LeavingAccount account = LeavingAccount.signUp();
        String token = link(account, "1 hour");
        assertThat(confirm("made-up").json().path("code").asString()).isEqualTo("invalid_token");
        assertThat(confirm(link(account, "-1 second")).json().path("code").asString())
                .isEqualTo("invalid_token");
        assertThat(confirm(token).json().path("code").asString()).isEqualTo("invalid_token");
        assertThat(isThere(account)).isTrue();
        String newest = link(account, "1 hour");
        assertThat(confirm(newest).status()).isEqualTo(204);
        assertThat(confirm(newest).status()).isEqualTo(400);
        assertThat(isThere(account)).isFalse();
        account.awaitErased();
    }

    private static RunningServer.Answer confirm(String token) {
        return SERVER.send("POST", "/api/auth/confirm-deletion", null, Map.of("token", token));
    }

    /** As the newest e-mail has it. */
    private static String link(LeavingAccount account, String life) {
        String token = UUID.randomUUID().toString();
        SERVER.database().asSuperuser("""
                insert into auth.closing_token (account_id, hash, expires_at)
                values ('%s', '\\x%s', now() + interval '%s')
                on conflict (account_id) do update set hash = excluded.hash, expires_at = excluded.expires_at
                """.formatted(account.id(), OpaqueToken.sha256(token), life));
        return token;
    }

    @Test
    void anExportIsItsOwnersAlone() {
        LeavingAccount account = LeavingAccount.signUp();
        LeavingAccount stranger = LeavingAccount.signUp();
        account.export();
        String id = SERVER.get("/api/users/me/exports", account.token())
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        for (String part : List.of("", "/file")) {
            String path = "/api/users/me/exports/" + id + part;
            assertThat(SERVER.get(path, stranger.token()).status()).isEqualTo(404);
            assertThat(SERVER.get(path, null).status()).isEqualTo(401);
        }
        assertThat(SERVER.get("/api/users/me/exports", stranger.token())
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void exportsAreMadeOneAtATimeAndFiveADay() {
        LeavingAccount account = LeavingAccount.signUp();
        String insert =
                "insert into \"user\".export (id, tenant_id, state, created_at, expires_at) select gen_random_uuid(), '"
                        + account.id() + "', '%s', now(), now() + interval '7 days' from generate_series(1, %d)";
        SERVER.database().asSuperuser(insert.formatted("running", 1));
        RunningServer.Answer busy = account.post("/api/users/me/exports", Map.of());
        assertThat(busy.status()).isEqualTo(409);
        assertThat(busy.json().path("detail").asString()).contains("being made");
        SERVER.database().asSuperuser(insert.formatted("failed", 4));
        RunningServer.Answer tooMany = account.post("/api/users/me/exports", Map.of());
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(Integer.parseInt(tooMany.header("retry-after"))).isBetween(80_000, 86_400);
    }
}
