package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.Call;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Questions that lean on the conversation find what they are about, with and without an outside model. */
class FollowUpAnswersTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FIRST = "How long is the warranty of a lamp?";
    private static final String REWRITES = "says-warranty+of+an+oak+chair";
    private static final String SLOW = "first-after-60000ms-words-3";
    private static final String SECRET = "Chairs that are ordered with the code seven blue herons are half the price.";
    private static final ScriptedProvider MODEL = model();
    private static final RunningServer SERVER = RunningServer.with(
            "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.scripted.models=" + String.join(",", "words-3", REWRITES, SLOW, "status-500"),
            "--chatforge.chat.rewriting.patience=30s");

    private static String owner;
    private static String bot;

    private static ScriptedProvider model() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void aShop() {
        owner = SERVER.signUp();
        bot = SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Shop", "retrieval", Map.of("passages", 1)))
                .json()
                .path("id")
                .asString();
        add("Lamps", "Every lamp has a warranty of two years.", true);
        add("Chairs", "Each chair is of solid oak and has a warranty of ten years.", true);
        add("Hours", "The shop opens at nine in the morning.", true);
        add("Codes", SECRET, false);
        await().atMost(Duration.ofMinutes(2)).until(() -> SERVER.get("/api/chatbots/" + bot + "/status", owner)
                .json()
                .path("status")
                .asString()
                .equals("ready"));
    }

    @AfterAll
    static void end() throws IOException {
        SERVER.context().close();
        MODEL.close();
    }

    private static void add(String title, String text, boolean citable) {
        SERVER.send(
                "POST",
                "/api/chatbots/" + bot + "/sources",
                owner,
                Map.of("type", "text", "title", title, "text", text, "citable", citable));
    }

    private static RunningServer.Answer ask(String model, String content, @Nullable String conversation) {
        Map<String, Object> body = new HashMap<>(Map.of("botId", bot, "content", content, "model", model));
        if (conversation != null) {
            body.put("conversationId", conversation);
        }
        return SERVER.send("POST", "/api/chat", owner, body);
    }

    private static String conversation(String model) {
        RunningServer.Answer first = ask(model, FIRST, null);
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        return first.json().path("conversationId").asString();
    }

    private static void rewriting(@Nullable Boolean wanted) {
        int version =
                SERVER.get("/api/chatbots/" + bot, owner).json().path("version").asInt();
        Map<String, Object> own = new HashMap<>(Map.of("passages", 1));
        own.put("rewriting", wanted);
        RunningServer.Answer changed =
                SERVER.send("PATCH", "/api/chatbots/" + bot, owner, Map.of("version", version, "retrieval", own));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    }

    private static String prompt(Call call) {
        return JSON.readTree(call.body()).path("messages").toString();
    }

    @Test
    void theBuiltInAnswererKnowsWhatItIsAbout() {
        String conversation = conversation("extractive");

        JsonNode answer = ask("extractive", "And how long is it?", conversation).json();

        assertThat(answer.path("message").path("content").asString()).startsWith("Every lamp has a warranty");
        assertThat(answer.path("userMessage").path("content").asString()).isEqualTo("And how long is it?");
        assertThat(SERVER.get("/api/chat/conversations/" + conversation, owner).body())
                .contains("\"And how long is it?\"");
    }

    @Test
    void aBotCanLeaveQuestionsAsTheyAre() {
        String conversation = conversation("extractive");
        rewriting(false);

        JsonNode answer = ask("extractive", "And how long is it?", conversation).json();

        rewriting(null);
        assertThat(answer.path("message").path("content").asString()).contains("found no answer");
    }

    @Test
    void aModelSaysWhatIsSearchedForAndPaysForIt() {
        String conversation = conversation("words-3");
        long before = MODEL.count();

        JsonNode answer = ask(REWRITES, "What about the other?", conversation).json();

        List<Call> calls = MODEL.calls().subList((int) before, (int) before + 2);
        assertThat(MODEL.count()).isEqualTo(before + 2);
        assertThat(prompt(calls.get(0)))
                .contains(FIRST, "w1 w2 w3", "What about the other?")
                .doesNotContain("solid oak", "two years", "seven blue herons");
        assertThat(prompt(calls.get(1)))
                .contains("solid oak", "What about the other?")
                .doesNotContain("two years");
        assertThat(answer.path("userMessage").path("content").asString()).isEqualTo("What about the other?");
        JsonNode usage = answer.path("message").path("usage");
        Call.Usage rewriting = Objects.requireNonNull(calls.get(0).told());
        Call.Usage answering = Objects.requireNonNull(calls.get(1).told());
        assertThat(usage.path("promptTokens").asLong()).isEqualTo(rewriting.promptTokens() + answering.promptTokens());
        assertThat(usage.path("completionTokens").asLong())
                .isEqualTo(rewriting.completionTokens() + answering.completionTokens());
        assertThat(usage.path("reported").asBoolean()).isTrue();
    }

    @Test
    void aQuestionThatStandsAloneCostsNoSecondCall() {
        String conversation = conversation("words-3");
        long before = MODEL.count();

        ask("words-3", "When does the shop open on Saturdays?", conversation);

        assertThat(MODEL.count()).isEqualTo(before + 1);
    }

    @Test
    void aModelThatFailsAtItFailsWithTheAnswer() {
        String conversation = conversation("words-3");
        long before = MODEL.count();

        RunningServer.Answer answer = ask("status-500", "What about the other?", conversation);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json().path("code").asString()).isEqualTo("provider_failed");
        assertThat(MODEL.count()).isEqualTo(before + 2);
    }

    @Test
    void canBeStoppedBeforeTheAnswerBegins() throws Exception {
        String conversation = conversation("words-3");
        long before = MODEL.count();
        FutureTask<RunningServer.Answer> asking =
                new FutureTask<>(() -> ask(SLOW, "What about the other?", conversation));
        Thread.ofVirtual().start(asking);
        await().until(() -> MODEL.count() == before + 1);
        JsonNode messages = SERVER.get("/api/chat/conversations/" + conversation, owner)
                .json()
                .path("messages");
        String id = messages.path(messages.size() - 1).path("id").asString();

        SERVER.send("POST", "/api/chat/messages/" + id + "/stop", owner, null);

        assertThat(asking.get().json().path("message").path("status").asString())
                .isEqualTo("stopped");
        await().until(() -> MODEL.calls().get((int) before).callerLeft());
        assertThat(MODEL.count()).isEqualTo(before + 1);
    }
}
