package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A bot that is asked by the API of OpenAI, and the model behind it; for several tests. */
final class OpenAiScene {
    static final JsonMapper JSON = JsonMapper.shared();
    static final String SLOW = "words-2000-every-50ms";
    static final ScriptedProvider MODEL = model();
    static final RunningServer SERVER = RunningServer.with(
            "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.scripted.models="
                    + String.join(
                            ",",
                            "words-5",
                            "cites-1-9",
                            "echo-prompt",
                            "calls-lookup",
                            "gpt-6-astra",
                            "cached-5-words-3",
                            "zero-usage-words-3",
                            "status-500",
                            "says-one+two+three",
                            "declines-I+will+not",
                            "says-one+two+three-refuses-stop",
                            "thinks-50-says-one+two+three+four+five-every-100ms-refuses-stop",
                            "words-5-refuses-temperature",
                            "words-5-refuses-response_format",
                            "words-5-refuses-messages",
                            "words-5-forbids-stream_options",
                            "reset-after-2",
                            SLOW),
            "--chatforge.chat.key-requests-per-minute=100000",
            "--chatforge.auth.administrator.email=root@example.com",
            "--chatforge.auth.administrator.password=a good long password",
            "--chatforge.chat.default-model=built-in/extractive");
    static final String QUESTION = "When does the shop open on Saturdays?";
    static final String SECRET = "Members who know the word heron get every second lamp for half of its price.";

    static final String OWNER;
    static final String BOT;
    static final String KEY;

    static {
        OWNER = SERVER.signUp();
        BOT = makeBot();
        add("Hours", "On Saturdays the shop opens at ten in the morning.", true);
        add("Members", SECRET, false);
        // Another thread would wait for this class.
        await().pollInSameThread().atMost(Duration.ofMinutes(2)).until(() -> SERVER.get(
                        "/api/chatbots/" + BOT + "/status", OWNER)
                .json()
                .path("status")
                .asString()
                .equals("ready"));
        KEY = key("chat");
    }

    private OpenAiScene() {}

    static ScriptedProvider model() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String makeBot() {
        return SERVER.send("POST", "/api/chatbots", OWNER, Map.of("name", "Shop", "instructions", "Be kind."))
                .json()
                .path("id")
                .asString();
    }

    static void add(String title, String text, boolean citable) {
        SERVER.send(
                "POST",
                "/api/chatbots/" + BOT + "/sources",
                OWNER,
                Map.of("type", "text", "title", title, "text", text, "citable", citable));
    }

    static String key(String... scopes) {
        return SERVER.send(
                        "POST",
                        "/api/chatbots/" + BOT + "/keys",
                        OWNER,
                        Map.of("name", "Program", "scopes", List.of(scopes)))
                .json()
                .path("secret")
                .asString();
    }

    static String administrator() {
        return SERVER.send(
                        "POST",
                        "/api/auth/login",
                        null,
                        Map.of("email", "root@example.com", "password", "a good long password"))
                .json()
                .path("accessToken")
                .asString();
    }

    static Map<String, Object> said(String role, Object content) {
        return Map.of("role", role, "content", content);
    }

    static Map<String, Object> request(String model, Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of("model", model, "messages", List.of(said("user", QUESTION))));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    static RunningServer.Answer complete(Map<String, Object> body) {
        return SERVER.send("POST", "/v1/chat/completions", KEY, body);
    }

    static JsonNode completed(Map<String, Object> body) {
        RunningServer.Answer answer = complete(body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    static List<JsonNode> data(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("text/event-stream");
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JSON.readTree(line.substring(6)))
                .toList();
    }

    static JsonNode sent() {
        return JSON.readTree(MODEL.calls().getLast().body());
    }

    static String content(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asString(""))
                .collect(Collectors.joining());
    }

    static RunningServer.Answer respond(Object... fields) {
        Map<String, Object> body = new HashMap<>(Map.of("model", "default", "input", QUESTION));
        for (int i = 0; i < fields.length; i += 2) {
            body.put((String) fields[i], fields[i + 1]);
        }
        return SERVER.send("POST", "/v1/responses", KEY, body);
    }

    /** Status, code and field of an error, which must have OpenAI's form. */
    static String error(RunningServer.Answer answer) {
        assertThat(answer.header("content-type")).as(answer.body()).startsWith("application/json");
        JsonNode error = answer.json().path("error");
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.path("type").asString()).isNotBlank();
        return answer.status() + " " + textOr(error.path("code")) + " " + textOr(error.path("param"));
    }

    static String textOr(JsonNode node) {
        return node.isString() ? node.asString() : "-";
    }
}
