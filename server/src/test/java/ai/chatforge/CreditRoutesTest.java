package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Credits, sessions of streaming services, use and prices, as their users see them. */
class CreditRoutesTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final String SESSIONS = "/api/streaming-sessions/";

    private static String admin() {
        Map<String, Object> account =
                Map.of("email", "admin-" + UUID.randomUUID() + "@example.com", "password", "a good long password");
        String id = SERVER.send("POST", "/api/auth/signup", null, account)
                .json()
                .path("user")
                .path("id")
                .asString();
        SERVER.database().asSuperuser("update auth.account set role = 'admin' where id = '" + id + "'");
        return SERVER.send("POST", "/api/auth/signin", null, account)
                .json()
                .path("accessToken")
                .asString();
    }

    private static Map<String, Object> call(long prompt, long most) {
        return Map.of("provider", "some", "model", "some-model", "promptTokens", prompt, "maxOutputTokens", most);
    }

    private static RunningServer.Answer begin(String token, long prompt, long most) {
        return SERVER.send("POST", SESSIONS + "initialize", token, call(prompt, most));
    }

    private static String id(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    private static JsonNode balance(PlanScene account) {
        return SERVER.get("/api/credits/balance", account.token()).json();
    }

    private static RunningServer.Answer once(String path, String token, String key, Object body) {
        return SERVER.send(SERVER.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                .build());
    }

    @Test
    void aSessionIsReservedAndChargedByItsUse() {
        PlanScene account = PlanScene.signUp("free");
        String session = id(begin(account.token(), 1_000, 4_000));
        assertThat(balance(account).path("reserved").asLong()).isEqualTo(5_000);
        assertThat(SERVER.get(SESSIONS + "active", account.token())
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString())
                .isEqualTo(session);

        JsonNode on = SERVER.send(
                        "POST",
                        SESSIONS + "progress",
                        account.token(),
                        Map.of("sessionId", session, "completionTokens", 300))
                .json();
        assertThat(on.path("delivered").asLong()).isEqualTo(300);
        Map<String, Object> use = Map.of("sessionId", session, "promptTokens", 1_000, "completionTokens", 500);
        JsonNode done =
                SERVER.send("POST", SESSIONS + "finalize", account.token(), use).json();
        assertThat(done.path("state").asString()).isEqualTo("settled");
        assertThat(done.path("charged").asLong()).isEqualTo(1_500);
        assertThat(SERVER.send("POST", SESSIONS + "finalize", account.token(), use)
                        .json())
                .isEqualTo(done);
        assertThat(SERVER.send("POST", SESSIONS + "progress", account.token(), Map.of("sessionId", session))
                        .status())
                .isEqualTo(409);
        JsonNode balance = balance(account);
        assertThat(balance.path("available").asLong()).isEqualTo(8_500);
        assertThat(balance.path("allowance").path("spent").asLong()).isEqualTo(1_500);
        assertThat(Instant.parse(balance.path("renewedAt").asString())).isAfter(Instant.now());
    }

    @Test
    void anAbortedSessionCostsWhatWasDelivered() {
        PlanScene account = PlanScene.signUp("free");
        String some = id(begin(account.token(), 1_000, 1_000));
        String none = id(begin(account.token(), 1_000, 1_000));
        SERVER.send("POST", SESSIONS + "progress", account.token(), Map.of("sessionId", some, "completionTokens", 70));
        JsonNode ended = SERVER.send("POST", SESSIONS + "abort", account.token(), Map.of("sessionId", some))
                .json();
        assertThat(ended.path("charged").asLong()).isEqualTo(1_070);
        ended = SERVER.send("POST", SESSIONS + "abort", account.token(), Map.of("sessionId", none))
                .json();
        assertThat(ended.path("charged").asLong()).isZero();
        assertThat(ended.path("state").asString()).isEqualTo("released");
    }

    @Test
    void whoHasTooFewCreditsIsToldWhatToDo() {
        PlanScene account = PlanScene.signUp("free");
        RunningServer.Answer refused = begin(account.token(), 20_000, 100);
        assertThat(refused.status()).as(refused.body()).isEqualTo(402);
        assertThat(refused.json().path("code").asString()).isEqualTo("insufficient_credits");
        assertThat(refused.json().path("detail").asString()).contains("Buy credits", "larger plan", "renewed on 20");
        assertThat(begin(account.token(), 9_000, 5_000)
                        .json()
                        .path("maxOutputTokens")
                        .asLong())
                .isEqualTo(1_000);
        JsonNode check = SERVER.send("POST", "/api/credits/check", account.token(), call(10, 10))
                .json();
        assertThat(check.path("enough").asBoolean()).isFalse();
        assertThat(check.path("needed").asLong()).isEqualTo(20);
    }

    @Test
    void anAdministratorGivesCreditsOnceForEachKey() {
        PlanScene account = PlanScene.signUp("free");
        String admin = admin();
        Map<String, Object> gift = Map.of("accountId", account.id(), "credits", 5_000, "note", "Sorry");
        String key = UUID.randomUUID().toString();
        RunningServer.Answer first = once("/api/credits/allocate", admin, key, gift);
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(once("/api/credits/allocate", admin, key, gift).body()).isEqualTo(first.body());
        assertThat(balance(account).path("lasting").asLong()).isEqualTo(5_000);
        JsonNode history = SERVER.get("/api/credits/transactions?kind=grant", account.token())
                .json();
        assertThat(history.path("items").size()).isEqualTo(1);
        assertThat(history.path("items").path(0).path("note").asString()).isEqualTo("Sorry");

        Map<String, Object> nobody = new HashMap<>(gift);
        nobody.put("accountId", UUID.randomUUID());
        assertThat(SERVER.send("POST", "/api/credits/allocate", admin, nobody).status())
                .isEqualTo(404);
        assertThat(SERVER.send("POST", "/api/credits/allocate", account.token(), gift)
                        .status())
                .isEqualTo(403);
        assertThat(SERVER.database()
                        .asSuperuser("select count(*) from platform.audit where action ="
                                + " 'credits.allocated' and subject = '" + account.id() + "'"))
                .containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"accountId\":\"x\",\"credits\":1}",
                "{\"accountId\":\"019b0000-0000-7000-8000-000000000000\",\"credits\":0}",
                "{\"accountId\":\"019b0000-0000-7000-8000-000000000000\",\"credits\":-5}",
                "{\"accountId\":\"019b0000-0000-7000-8000-000000000000\",\"credits\":1e30}",
                "{\"accountId\":\"019b0000-0000-7000-8000-000000000000\",\"credits\":1,\"kind\":\"gift\"}",
                "{\"accountId\":\"019b0000-0000-7000-8000-000000000000\",\"credits\":1,\"note\":\"\\u0000\"}",
                "{\"accountId\":\"019b0000-0000-7000-8000-000000000000\",\"credits\":1,\"tenantId\":\"x\"}"
            })
    void oddAllocationsAreRefused(String body) {
        assertThat(SERVER.send("POST", "/api/credits/allocate", admin(), body).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"provider\":\"a\",\"model\":\"b\",\"promptTokens\":-1,\"maxOutputTokens\":1}",
                "{\"provider\":\"a\",\"model\":\"b\",\"promptTokens\":1,\"maxOutputTokens\":100000001}",
                "{\"provider\":\"\",\"model\":\"b\",\"promptTokens\":1,\"maxOutputTokens\":1}",
                "{\"provider\":\"a\",\"model\":\"\\u0000\",\"promptTokens\":1,\"maxOutputTokens\":1}",
                "{\"provider\":\"a\",\"model\":\"b\",\"promptTokens\":1,\"maxOutputTokens\":1,\"accountId\":\"x\"}"
            })
    void oddSessionsAreRefused(String body) {
        assertThat(SERVER.send("POST", SESSIONS + "initialize", SERVER.signUp(), body)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void sessionsAreTheirOwnersAlone() {
        PlanScene account = PlanScene.signUp("pro");
        String bot = account.bot();
        String session = id(begin(account.token(), 10, 10));
        String chat = key(account, bot, "chat");
        String read = key(account, bot, "read");
        String ofKey = id(begin(chat, 10, 10));
        Map<String, Object> end = Map.of("sessionId", session, "promptTokens", 1, "completionTokens", 1);
        for (String stranger : List.of(SERVER.signUp(), chat)) {
            assertThat(SERVER.send("POST", SESSIONS + "finalize", stranger, end).status())
                    .isEqualTo(404);
        }
        assertThat(SERVER.send("POST", SESSIONS + "finalize", read, end).status())
                .isEqualTo(403);
        assertThat(SERVER.send("POST", SESSIONS + "finalize", null, end).status())
                .isEqualTo(401);
        assertThat(ids(SERVER.get(SESSIONS + "active", chat))).containsExactly(ofKey);
        assertThat(ids(SERVER.get(SESSIONS + "active", account.token()))).containsExactly(ofKey, session);
        assertThat(ids(SERVER.get(SESSIONS + "active", SERVER.signUp()))).isEmpty();
        assertThat(SERVER.send("POST", SESSIONS + "abort", account.token(), Map.of("sessionId", ofKey))
                        .status())
                .isEqualTo(200);
    }

    private static String key(PlanScene account, String bot, String scope) {
        return SERVER.send(
                        "POST",
                        "/api/chatbots/" + bot + "/keys",
                        account.token(),
                        Map.of("name", scope, "scopes", List.of(scope)))
                .json()
                .path("secret")
                .asString();
    }

    private static List<String> ids(RunningServer.Answer page) {
        List<String> ids = new ArrayList<>();
        page.json().path("items").forEach(item -> ids.add(item.path("id").asString()));
        return ids;
    }

    @Test
    void everyChangeIsListedPageByPage() {
        PlanScene account = PlanScene.signUp("free");
        for (int i = 0; i < 3; i++) {
            String session = id(begin(account.token(), 10, 10));
            SERVER.send("POST", SESSIONS + "abort", account.token(), Map.of("sessionId", session));
        }
        List<String> kinds = new ArrayList<>();
        long available = 0;
        String cursor = "";
        do {
            JsonNode page = SERVER.get("/api/credits/transactions?limit=3" + cursor, account.token())
                    .json();
            for (JsonNode entry : page.path("items")) {
                kinds.add(entry.path("kind").asString());
                available += entry.path("amount").asLong();
            }
            cursor = page.path("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("nextCursor").asString();
        } while (!cursor.isEmpty());
        assertThat(kinds)
                .containsExactly(
                        "settlement",
                        "reservation",
                        "settlement",
                        "reservation",
                        "settlement",
                        "reservation",
                        "allowance");
        assertThat(available)
                .isEqualTo(balance(account).path("available").asLong())
                .isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/credits/transactions?kind=gift",
                "/api/credits/transactions?cursor=x",
                "/api/credits/transactions?limit=0",
                "/api/usage?from=yesterday",
                "/api/usage?from=2026-11-02&to=2026-11-01",
                "/api/usage?from=2020-01-01&to=2026-11-01",
                "/api/usage?from=%2B999999999-12-31",
                "/api/usage?group=account",
                "/api/chat/usage?group=day,moon"
            })
    void oddQuestionsAreRefused(String path) {
        assertThat(SERVER.get(path, SERVER.signUp()).status()).isEqualTo(400);
    }

    @Test
    void useIsToldApartByDayAndModel() {
        PlanScene account = PlanScene.signUp("free");
        for (long tokens : List.of(5L, 7L)) {
            String session = id(begin(account.token(), 10, 10));
            SERVER.send(
                    "POST",
                    SESSIONS + "finalize",
                    account.token(),
                    Map.of("sessionId", session, "promptTokens", 10, "completionTokens", tokens, "cachedTokens", 1));
        }
        JsonNode usage =
                SERVER.get("/api/usage?group=day,model", account.token()).json();
        assertThat(usage.path("items").size()).isEqualTo(1);
        JsonNode line = usage.path("items").path(0);
        assertThat(line.path("model").asString()).isEqualTo("some-model");
        assertThat(line.path("sums").path("credits").asLong()).isEqualTo(32);
        assertThat(line.path("sums").path("cachedTokens").asLong()).isEqualTo(2);
        assertThat(usage.path("total")).isEqualTo(line.path("sums"));
        assertThat(SERVER.get("/api/chat/usage", SERVER.signUp())
                        .json()
                        .path("total")
                        .path("answers")
                        .asLong())
                .isZero();

        String all = "/api/admin/usage?group=account&accountId=" + account.id();
        assertThat(SERVER.get(all, account.token()).status()).isEqualTo(403);
        JsonNode everybodys = SERVER.get(all, admin()).json();
        assertThat(everybodys.path("items").size()).isEqualTo(1);
        assertThat(everybodys.path("items").path(0).path("accountId").asString())
                .isEqualTo(account.id().toString());
        assertThat(everybodys.path("total").path("answers").asLong()).isEqualTo(2);
    }

    @Test
    void whatWasUsedOfThePlanShowsInTheEntitlements() {
        PlanScene account = PlanScene.signUp("free");
        String session = id(begin(account.token(), 10, 10));
        SERVER.send(
                "POST",
                SESSIONS + "finalize",
                account.token(),
                Map.of("sessionId", session, "promptTokens", 10, "completionTokens", 5));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            for (JsonNode limit : account.entitlements().path("limits")) {
                if (limit.path("name").asString().equals("tokensPerMonth")) {
                    return limit.path("used").asLong() == 15;
                }
            }
            return false;
        });
    }

    @Test
    void administratorsSetPricesForTheTimeToCome() {
        String admin = admin();
        String model = "dear-" + UUID.randomUUID();
        Map<String, Object> price =
                Map.of("provider", "*", "model", model + "*", "input", 2, "cached", 0.5, "output", 10);
        RunningServer.Answer set = SERVER.send("PUT", "/api/admin/prices", admin, price);
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(SERVER.get("/api/admin/prices", admin).body()).contains(model, "gpt-4o-mini*");
        assertThat(SERVER.send(
                                "POST",
                                "/api/credits/check",
                                SERVER.signUp(),
                                Map.of(
                                        "provider",
                                        "any",
                                        "model",
                                        model + "-2026",
                                        "promptTokens",
                                        3,
                                        "maxOutputTokens",
                                        4))
                        .json()
                        .path("needed")
                        .asLong())
                .isEqualTo(46);
        String user = SERVER.signUp();
        assertThat(SERVER.send("PUT", "/api/admin/prices", user, price).status())
                .isEqualTo(403);
        assertThat(SERVER.get("/api/admin/prices", user).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "input, -1",
        "input, 1e9",
        "output, 0.00000000001",
        "cached, x",
        "model, a*b",
        "model, ''",
        "provider, a*",
        "validFrom, 2020-01-01T00:00:00Z",
        "validFrom, 9999-01-01T00:00:00Z",
        "validFrom, soon"
    })
    void oddPricesAreRefused(String field, String value) {
        Map<String, Object> price =
                new HashMap<>(Map.of("provider", "*", "model", "odd", "input", 1, "cached", 1, "output", 1));
        price.put(field, value);
        assertThat(SERVER.send("PUT", "/api/admin/prices", admin(), price).status())
                .isEqualTo(400);
    }
}
