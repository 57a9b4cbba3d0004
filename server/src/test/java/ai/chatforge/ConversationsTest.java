package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.Call;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Conversations as those see them who have them: found, exported, answered anew, asked otherwise. */
class ConversationsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ENDLESS = "words-2000-every-50ms";
    private static final int MESSAGES = 12;
    private static final int LISTS = 20;
    private static final ScriptedProvider MODEL = model();
    private static final RunningServer SERVER = RunningServer.with(
            "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.scripted.models=words-3,words-5,status-500," + ENDLESS,
            "--chatforge.chat.limits.messages-per-minute=" + MESSAGES,
            "--chatforge.chat.limits.lists-per-minute=" + LISTS);

    private String user;

    private static ScriptedProvider model() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void somebody() {
        user = SERVER.signUp();
    }

    @AfterAll
    static void end() throws IOException {
        SERVER.context().close();
        MODEL.close();
    }

    private JsonNode ask(String model, String content, @Nullable String conversation) {
        Map<String, Object> body = new HashMap<>(Map.of("content", content, "model", model));
        if (conversation != null) {
            body.put("conversationId", conversation);
        }
        return ok(SERVER.send("POST", "/api/chat", user, body));
    }

    private String conversation(String content) {
        return ask("words-3", content, null).path("conversationId").asString();
    }

    private static JsonNode ok(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private RunningServer.Answer again(JsonNode message, String how, Map<String, Object> body) {
        return SERVER.send("POST", "/api/chat/messages/" + id(message) + "/" + how, user, body);
    }

    private JsonNode read(String conversation) {
        return ok(SERVER.get("/api/chat/conversations/" + conversation, user));
    }

    private JsonNode search(String words) {
        return ok(SERVER.get("/api/chat/conversations?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8), user))
                .path("items");
    }

    private static String id(JsonNode message) {
        return message.path("id").asString();
    }

    private static List<String> contents(JsonNode messages) {
        return messages.valueStream().map(one -> one.path("content").asString()).toList();
    }

    private static String code(RunningServer.Answer answer) {
        return answer.status() + " " + answer.json().path("code").asString();
    }

    private static String lastPrompt() {
        List<Call> calls = MODEL.calls();
        return JSON.readTree(calls.getLast().body()).path("messages").toString();
    }

    @Test
    void areFoundByAllTheirWordsInWhateverMessageTheyStand() {
        String lamps = conversation("How long is the WARRANTY of an öllampe?");
        ask("words-3", "And of 100% silk_shades?", lamps);
        conversation("When do you open?");

        for (String words : List.of("warranty", "silk warranty", "Öllampe", "arrant", "100%", "silk_s", "w2 silk")) {
            assertThat(search(words).valueStream().map(ConversationsTest::id))
                    .as(words)
                    .containsExactly(lamps);
        }
    }

    @Test
    void areNotFoundByWordsThatAreNotThere() {
        conversation("How long is the warranty of a lamp?");

        for (String words : List.of("warranty chair", "100%", "w_rranty", "%", "\\", "'; drop table")) {
            assertThat(search(words)).as(words).isEmpty();
        }
        assertThat(search("  ")).hasSize(1);
    }

    @Test
    void aFindTellsWhereTheWordsAre() {
        conversation("Tell me about lamps. " + "They are very bright. ".repeat(20) + "And the warranty of chairs?");

        JsonNode found = search("warranty").path(0);

        assertThat(found.path("excerpt").asString()).startsWith("…").contains("And the warranty of chairs?");
        assertThat(search("").path(0).path("excerpt").isNull()).isTrue();
    }

    @Test
    void ofOthersAreNeitherFoundNorExportedNorAskedAgain() {
        JsonNode turn = ask("words-3", "The secret is swordfish, remember it.", null);
        String conversation = turn.path("conversationId").asString();
        user = SERVER.signUp();

        assertThat(search("swordfish")).isEmpty();
        assertThat(code(SERVER.get("/api/chat/conversations/" + conversation + "/export", user)))
                .isEqualTo("404 not_found");
        assertThat(code(again(turn.path("message"), "retry", Map.of()))).isEqualTo("404 not_found");
        assertThat(code(again(turn.path("message"), "choose", Map.of()))).isEqualTo("404 not_found");
        assertThat(code(again(turn.path("userMessage"), "edit", Map.of("content", "Tell it!"))))
                .isEqualTo("404 not_found");
        assertThat(code(again(turn.path("userMessage"), "edit", Map.of("content", "Tell it!"))))
                .isEqualTo(code(SERVER.send(
                        "POST",
                        "/api/chat/messages/" + UUID.randomUUID() + "/edit",
                        user,
                        Map.of("content", "Tell it!"))));
    }

    @Test
    void pagesOfThemMissNone() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(conversation("Question " + i));
        }

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ok(SERVER.get("/api/conversations?limit=2&q=question" + cursor, user));
            page.path("items").forEach(item -> listed.add(id(item)));
            cursor = page.path("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + URLEncoder.encode(page.path("nextCursor").asString(), StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());

        assertThat(listed).isEqualTo(made);
        for (String wrong :
                List.of("x", "2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z_x", "_", "x_" + made.getFirst())) {
            assertThat(code(SERVER.get("/api/conversations?cursor=" + wrong, user)))
                    .as(wrong)
                    .isEqualTo("400 invalid_request");
        }
    }

    @Test
    void anAnswerIsGivenAnewAndTheOldOneIsKept() {
        JsonNode first = ask("words-3", "How long?", null);
        String conversation = first.path("conversationId").asString();

        JsonNode second = ok(again(first.path("message"), "retry", Map.of("model", "words-5")));

        assertThat(lastPrompt()).contains("How long?").doesNotContain("w1");
        assertThat(id(second.path("userMessage"))).isEqualTo(id(first.path("userMessage")));
        JsonNode now = read(conversation);
        assertThat(contents(now.path("messages"))).containsExactly("How long?", "w1 w2 w3 w4 w5");
        assertThat(now.path("earlier")).hasSize(1);
        assertThat(now.path("earlier").path(0).path("replacedBy").asString()).isEqualTo(id(second.path("message")));
        assertThat(now.path("earlier").path(0).path("message").path("content").asString())
                .isEqualTo("w1 w2 w3");
        assertThat(ok(SERVER.get("/api/chat/conversations", user))
                        .path("items")
                        .path(0)
                        .path("messages")
                        .asInt())
                .isEqualTo(2);

        ask("words-3", "And then?", conversation);
        assertThat(lastPrompt()).contains("w1 w2 w3 w4 w5", "And then?");
    }

    @Test
    void anEarlierAnswerCanBeChosenAgain() {
        JsonNode first = ask("words-3", "How long?", null).path("message");
        JsonNode second = ok(again(first, "retry", Map.of("model", "words-5"))).path("message");
        JsonNode third = ok(again(second, "retry", Map.of("model", "words-5"))).path("message");
        String conversation = first.path("conversationId").asString();

        ok(again(first, "choose", Map.of()));

        JsonNode now = read(conversation);
        assertThat(id(now.path("messages").path(1))).isEqualTo(id(first));
        assertThat(now.path("earlier").valueStream().map(one -> id(one.path("message"))))
                .containsExactly(id(second), id(third));
        assertThat(now.path("earlier").valueStream().map(one -> one.path("replacedBy")
                        .asString()))
                .containsOnly(id(first));
        ok(again(first, "choose", Map.of()));
        assertThat(read(conversation)).isEqualTo(now);
        ask("words-3", "And then?", conversation);
        assertThat(lastPrompt()).contains("\"w1 w2 w3\"").doesNotContain("w5");
    }

    @Test
    void onlyTheLastAnswerIsGivenAnew() {
        JsonNode first = ask("words-3", "How long?", null);
        ask("words-3", "And then?", first.path("conversationId").asString());

        RunningServer.Answer refused = again(first.path("message"), "retry", Map.of());

        assertThat(code(refused)).isEqualTo("409 conflict");
        assertThat(refused.json().path("detail").asString()).contains("Edit the question");
        assertThat(code(again(first.path("userMessage"), "retry", Map.of()))).isEqualTo("400 invalid_request");
        assertThat(code(again(first.path("userMessage"), "choose", Map.of()))).isEqualTo("400 invalid_request");
    }

    @Test
    void anAnswerThatFailedCanBeTriedAgain() {
        RunningServer.Answer failed =
                SERVER.send("POST", "/api/chat", user, Map.of("content", "How long?", "model", "status-500"));
        assertThat(failed.status()).isEqualTo(502);
        String conversation =
                id(ok(SERVER.get("/api/chat/conversations", user)).path("items").path(0));
        JsonNode answer = read(conversation).path("messages").path(1);

        JsonNode better = ok(again(answer, "retry", Map.of("model", "words-3"))).path("message");

        assertThat(better.path("content").asString()).isEqualTo("w1 w2 w3");
        assertThat(read(conversation).path("messages")).hasSize(2);
    }

    @Test
    void ofTwoWhoTryTheSameAnswerAgainOneIsRefused() throws Exception {
        JsonNode answer = ask("words-3", "How long?", null).path("message");
        List<FutureTask<RunningServer.Answer>> tries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<RunningServer.Answer> task =
                    new FutureTask<>(() -> again(answer, "retry", Map.of("model", "words-3")));
            tries.add(task);
            Thread.ofVirtual().start(task);
        }
        List<Integer> statuses = new ArrayList<>();
        for (FutureTask<RunningServer.Answer> task : tries) {
            statuses.add(task.get().status());
        }

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        JsonNode now = read(answer.path("conversationId").asString());
        assertThat(now.path("messages")).hasSize(2);
        assertThat(now.path("earlier")).hasSize(1);
    }

    @Test
    void aQuestionIsAskedOtherwiseAndWhatCameAfterItGoes() {
        JsonNode first = ask("words-3", "How long is the warranty?", null);
        String conversation = first.path("conversationId").asString();
        JsonNode second = ask("words-3", "For lamps?", conversation);
        ok(again(second.path("message"), "retry", Map.of("model", "words-5")));
        ask("words-3", "And for chairs?", conversation);

        ok(again(second.path("userMessage"), "edit", Map.of("content", "For tables?", "model", "words-5")));

        assertThat(lastPrompt())
                .contains("How long is the warranty?", "For tables?")
                .doesNotContain("For lamps?", "chairs");
        JsonNode now = read(conversation);
        assertThat(contents(now.path("messages")))
                .containsExactly("How long is the warranty?", "w1 w2 w3", "For tables?", "w1 w2 w3 w4 w5");
        assertThat(now.path("earlier")).isEmpty();
        assertThat(now.path("title").asString()).isEqualTo("How long is the warranty?");

        ok(again(first.path("userMessage"), "edit", Map.of("content", "When do you open?", "model", "words-3")));
        now = read(conversation);
        assertThat(contents(now.path("messages"))).containsExactly("When do you open?", "w1 w2 w3");
        assertThat(now.path("title").asString()).isEqualTo("When do you open?");
    }

    @Test
    void aTitleOfOnesOwnSurvivesAnEdit() {
        JsonNode first = ask("words-3", "How long?", null);
        String conversation = first.path("conversationId").asString();
        ok(SERVER.send("PATCH", "/api/chat/conversations/" + conversation, user, Map.of("title", "Mine")));

        ok(again(first.path("userMessage"), "edit", Map.of("content", "How wide?", "model", "words-3")));

        assertThat(read(conversation).path("title").asString()).isEqualTo("Mine");
    }

    @Test
    void editsThatMakeNoSenseAreRefused() {
        JsonNode first = ask("words-3", "How long?", null);

        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of(), Map.of("content", "  "), Map.of("content", "x".repeat(32_001)))) {
            RunningServer.Answer refused = again(first.path("userMessage"), "edit", body);
            assertThat(code(refused)).isEqualTo("400 invalid_request");
            assertThat(refused.json().path("errors").path(0).path("field").asString())
                    .isEqualTo("content");
        }
        assertThat(code(again(first.path("message"), "edit", Map.of("content", "How wide?"))))
                .isEqualTo("400 invalid_request");
        assertThat(code(again(
                        first.path("userMessage"), "edit", Map.of("content", "How wide?", "model", "no such model"))))
                .isEqualTo("400 invalid_request");
        assertThat(read(first.path("conversationId").asString()).path("messages"))
                .hasSize(2);
    }

    @Test
    void nothingIsReplacedWhileAnAnswerIsUnderWay() throws Exception {
        JsonNode first = ask("words-3", "How long?", null);
        String conversation = first.path("conversationId").asString();
        FutureTask<JsonNode> endless = new FutureTask<>(() -> ask(ENDLESS, "Go on", conversation));
        Thread.ofVirtual().start(endless);
        JsonNode running = await().until(() -> read(conversation).path("messages"), messages -> messages.size() == 4)
                .path(3);

        assertThat(code(again(running, "retry", Map.of()))).isEqualTo("409 conflict");
        assertThat(code(again(first.path("message"), "choose", Map.of()))).isEqualTo("409 conflict");
        RunningServer.Answer edit = again(first.path("userMessage"), "edit", Map.of("content", "How wide?"));
        assertThat(code(edit)).isEqualTo("409 conflict");
        assertThat(edit.json().path("detail").asString()).contains("Stop it");

        SERVER.send("POST", "/api/chat/messages/" + id(running) + "/stop", user, null);
        JsonNode stopped = endless.get().path("message");
        assertThat(stopped.path("status").asString()).isEqualTo("stopped");
        ok(again(stopped, "retry", Map.of("model", "words-3")));
        assertThat(contents(read(conversation).path("messages"))).endsWith("Go on", "w1 w2 w3");
    }

    @Test
    void deletingOneEndsItsAnswer() throws Exception {
        String conversation = conversation("How long?");
        FutureTask<JsonNode> endless = new FutureTask<>(() -> ask(ENDLESS, "Go on", conversation));
        Thread.ofVirtual().start(endless);
        await().until(() -> read(conversation).path("messages").size() == 4);

        assertThat(SERVER.send("DELETE", "/api/chat/conversations/" + conversation, user, null)
                        .status())
                .isEqualTo(204);

        assertThat(endless.get().path("message").path("status").asString()).isEqualTo("stopped");
        assertThat(SERVER.get("/api/chat/conversations/" + conversation, user).status())
                .isEqualTo(404);
    }

    @Test
    void areDownloaded() {
        JsonNode first = ask("words-3", "How long: a \"week\"/month?", null);
        String conversation = first.path("conversationId").asString();
        ok(again(first.path("message"), "retry", Map.of("model", "words-5")));
        String path = "/api/chat/conversations/" + conversation + "/export";

        RunningServer.Answer data = SERVER.get(path, user);
        assertThat(data.header("content-type")).isEqualTo("application/json");
        assertThat(data.header("content-disposition"))
                .startsWith("attachment")
                .contains("How%20long%20a%20week%20month");
        assertThat(contents(data.json().path("messages")))
                .containsExactly("How long: a \"week\"/month?", "w1 w2 w3 w4 w5");
        assertThat(data.json().path("earlier")).hasSize(1);

        RunningServer.Answer text = SERVER.get(path + "?format=markdown", user);
        assertThat(text.header("content-type")).startsWith("text/markdown");
        assertThat(text.header("content-disposition")).contains(".md");
        assertThat(text.body())
                .startsWith("# How long: a \"week\"/month?\n")
                .contains("## Question\n\nHow long: a \"week\"/month?\n", "## Answer\n\nw1 w2 w3 w4 w5\n");

        assertThat(code(SERVER.get(path + "?format=pdf", user))).isEqualTo("400 invalid_request");
        assertThat(SERVER.get("/api/conversations/" + conversation + "/export", user)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void oneUserMayAskAndListSoOftenOnly() {
        String conversation = conversation("Question 1");
        for (int i = 1; i < MESSAGES; i++) {
            ask("words-3", "Question " + i, conversation);
        }
        RunningServer.Answer refused =
                SERVER.send("POST", "/api/chat", user, Map.of("content", "Question", "model", "words-3"));
        assertThat(code(refused)).isEqualTo("429 rate_limited");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 60);
        assertThat(refused.json().path("detail").asString()).contains("messages in a minute", "Try again in");
        JsonNode last = read(conversation).path("messages").path(2 * MESSAGES - 1);
        assertThat(code(again(last, "retry", Map.of()))).isEqualTo("429 rate_limited");

        for (int i = 0; i < LISTS; i++) {
            ok(SERVER.get("/api/chat/conversations", user));
        }
        RunningServer.Answer tooMany = SERVER.get("/api/conversations?q=question", user);
        assertThat(code(tooMany)).isEqualTo("429 rate_limited");
        assertThat(tooMany.header("retry-after")).isNotEmpty();
        assertThat(SERVER.get("/api/chat/conversations", SERVER.signUp()).status())
                .isEqualTo(200);
    }
}
