package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.user.api.Limit;
import ai.chatforge.user.api.LimitUsed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What plans limit is refused where it would be made. */
class PlanLimitsTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final int FREE_SOURCES = 10;
    private static final int FREE_BYTES = 10 * 1024 * 1024;

    private static RunningServer.Answer add(PlanScene account, String bot, String text) {
        return SERVER.send(
                "POST",
                "/api/chatbots/" + bot + "/sources?train=false",
                account.token(),
                Map.of("type", "text", "title", "A text", "text", text));
    }

    @Test
    void ofFiftyAtOnceExactlyThoseAreMadeForWhichThereIsRoom() throws Exception {
        PlanScene account = PlanScene.signUp("free");
        String bot = account.bot();
        for (int i = 0; i < FREE_SOURCES - 3; i++) {
            assertThat(add(account, bot, "Text " + i).status()).isEqualTo(201);
        }
        assertThat(madeOfFiftyAtOnce(number -> add(account, bot, "At once " + number)))
                .isEqualTo(3);
        JsonNode list = SERVER.get("/api/chatbots/" + bot + "/sources", account.token())
                .json()
                .path("items");
        assertThat(list.size()).isEqualTo(FREE_SOURCES);

        String one = list.path(0).path("id").asString();
        SERVER.send("DELETE", "/api/chatbots/" + bot + "/sources/" + one, account.token(), null);
        assertThat(add(account, bot, "In its place").status()).isEqualTo(201);
    }

    /** How many are made; the others are told the limit. */
    private static long madeOfFiftyAtOnce(IntFunction<RunningServer.Answer> make) throws Exception {
        List<Future<RunningServer.Answer>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                int number = i;
                calls.add(threads.submit(() -> make.apply(number)));
            }
        }
        long made = 0;
        for (Future<RunningServer.Answer> call : calls) {
            RunningServer.Answer answer = call.get();
            if (answer.status() == 201) {
                made++;
            } else {
                assertThat(answer.json().path("code").asString())
                        .as(answer.body())
                        .isEqualTo("plan_limit_reached");
            }
        }
        return made;
    }

    @Test
    void neitherBotsNorTeammatesNorKeysPassTheLimitWhenMadeAtOnce() throws Exception {
        PlanScene account = PlanScene.signUp("pro");
        assertThat(madeOfFiftyAtOnce(number ->
                        SERVER.send("POST", "/api/chatbots", account.token(), Map.of("name", "Bot " + number))))
                .isEqualTo(allowed(account, "bots"));
        String bot = SERVER.get("/api/chatbots", account.token())
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        assertThat(madeOfFiftyAtOnce(number -> SERVER.send(
                        "POST",
                        "/api/chatbots/" + bot + "/teammates",
                        account.token(),
                        Map.of("email", "guest-" + number + "@example.com", "role", "viewer"))))
                .isEqualTo(allowed(account, "teammatesPerBot"));
        assertThat(madeOfFiftyAtOnce(number -> SERVER.send(
                        "POST",
                        "/api/chatbots/" + bot + "/keys",
                        account.token(),
                        Map.of("name", "Key " + number, "scopes", List.of("chat")))))
                .isEqualTo(allowed(account, "keysPerBot"));
    }

    private static long allowed(PlanScene account, String limit) {
        return limit(account.entitlements(), limit).path("limit").asLong();
    }

    @Test
    void aFileThatIsLargerThanThePlanAllowsIsRefusedWithTheLimit() {
        PlanScene account = PlanScene.signUp("free");
        String sources = "/api/chatbots/" + account.bot() + "/sources?train=false";
        byte[] text = "word ".repeat(FREE_BYTES / 5 + 1).getBytes(StandardCharsets.US_ASCII);

        RunningServer.Answer refused = SERVER.upload(sources, account.token(), "large.txt", text);

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().path("code").asString()).isEqualTo("file_too_large");
        assertThat(refused.json().path("detail").asString()).contains("free", String.valueOf(FREE_BYTES));
        byte[] largest = java.util.Arrays.copyOf(text, FREE_BYTES);
        assertThat(SERVER.upload(sources, account.token(), "large.txt", largest).status())
                .isEqualTo(201);
    }

    @Test
    void oneSeesThePlanAndWhatIsUsed() {
        PlanScene account = PlanScene.signUp("pro");
        JsonNode answer = account.entitlements();
        assertThat(answer.path("plan").path("name").asString()).isEqualTo("Pro");
        assertThat(answer.path("trialEndsAt").isNull()).isTrue();
        assertThat(answer.path("features").toString()).contains("analytics");
        assertThat(limit(answer, "sourcesPerBot").path("limit").asInt()).isEqualTo(200);
        assertThat(limit(answer, "sourcesPerBot").path("used").isNull()).isTrue();
        JsonNode tokens = limit(answer, "tokensPerMonth");
        assertThat(tokens.path("limit").asInt()).isEqualTo(500_000);
        assertThat(tokens.path("used").isNull()).isTrue();
        assertThat(tokens.path("resetsAt").asString()).matches("\\d{4}-\\d{2}-01T00:00:00Z");

        Database bots = SERVER.context().getBean("bot", Database.class);
        EventLog events = SERVER.context().getBean(EventLog.class);
        for (long used : new long[] {1, 5, 2}) {
            bots.run(() -> events.publish(bots, new LimitUsed(account.id(), Limit.BOTS, used)));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> limit(account.entitlements(), "bots").path("used").asInt() == 2);
        assertThat(limit(account.entitlements(), "bots").path("left").asInt()).isEqualTo(1);
    }

    private static JsonNode limit(JsonNode answer, String name) {
        for (JsonNode limit : answer.path("limits")) {
            if (limit.path("name").asString().equals(name)) {
                return limit;
            }
        }
        throw new AssertionError(name + " is missing in " + answer);
    }

    @Test
    void whoHasNoLimitsIsToldSo() {
        JsonNode answer =
                SERVER.get("/api/users/me/entitlements", SERVER.signUp()).json();
        assertThat(answer.path("plan").path("key").asString()).isEqualTo("enterprise");
        assertThat(answer.path("trialEndsAt").isNull()).isTrue();
        assertThat(limit(answer, "bots").path("limit").isNull()).isTrue();
        assertThat(limit(answer, "bots").path("left").isNull()).isTrue();
    }
}
