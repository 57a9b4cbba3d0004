package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.Call;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A bot by the API of OpenAI, as it goes over the wire. Its libraries are tried in e2e. */
class OpenAiApiTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SLOW = "words-2000-every-50ms";
    private static final ScriptedProvider MODEL = model();
    private static final RunningServer SERVER = RunningServer.with(
            "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.scripted.models="
                    + String.join(
                            ",",
                            "words-5",
                            "cites-1-9",
                            "echo-prompt",
                            "calls-lookup",
                            "cached-5-words-3",
                            "zero-usage-words-3",
                            "status-500",
                            "reset-after-2",
                            SLOW),
            "--chatforge.chat.key-requests-per-minute=100000",
            "--chatforge.chat.default-model=built-in/extractive");
    private static final String QUESTION = "When does the shop open on Saturdays?";
    private static final String SECRET = "Members who know the word heron get every second lamp for half of its price.";

    private static String owner;
    private static String bot;
    private static String key;

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
        bot = makeBot();
        add("Hours", "On Saturdays the shop opens at ten in the morning.", true);
        add("Members", SECRET, false);
        await().atMost(Duration.ofMinutes(2)).until(() -> SERVER.get("/api/chatbots/" + bot + "/status", owner)
                .json()
                .path("status")
                .asString()
                .equals("ready"));
        key = key("chat");
    }

    @AfterAll
    static void end() throws IOException {
        SERVER.context().close();
        MODEL.close();
    }

    private static String makeBot() {
        return SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Shop", "instructions", "Be kind."))
                .json()
                .path("id")
                .asString();
    }

    private static void add(String title, String text, boolean citable) {
        SERVER.send(
                "POST",
                "/api/chatbots/" + bot + "/sources",
                owner,
                Map.of("type", "text", "title", title, "text", text, "citable", citable));
    }

    private static String key(String... scopes) {
        return SERVER.send(
                        "POST",
                        "/api/chatbots/" + bot + "/keys",
                        owner,
                        Map.of("name", "Program", "scopes", List.of(scopes)))
                .json()
                .path("secret")
                .asString();
    }

    private static Map<String, Object> said(String role, Object content) {
        return Map.of("role", role, "content", content);
    }

    private static Map<String, Object> request(String model, Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of("model", model, "messages", List.of(said("user", QUESTION))));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private static RunningServer.Answer complete(Map<String, Object> body) {
        return SERVER.send("POST", "/v1/chat/completions", key, body);
    }

    private static JsonNode completed(Map<String, Object> body) {
        RunningServer.Answer answer = complete(body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<JsonNode> data(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("text/event-stream");
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JSON.readTree(line.substring(6)))
                .toList();
    }

    private static JsonNode sent() {
        return JSON.readTree(MODEL.calls().getLast().body());
    }

    private static String content(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asString(""))
                .collect(Collectors.joining());
    }

    @Test
    void theBotsKnowledgeIsBehindItAndWhatItIsFromIsAnnotated() {
        JsonNode answer = completed(request("default"));

        assertThat(answer.path("id").asString()).startsWith("chatcmpl-");
        assertThat(answer.path("object").asString()).isEqualTo("chat.completion");
        assertThat(answer.path("model").asString()).isEqualTo("extractive");
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
        String text = choice.path("message").path("content").asString();
        assertThat(text).isEqualTo("On Saturdays the shop opens at ten in the morning. [1]");
        JsonNode annotation = choice.path("message").path("annotations").path(0);
        assertThat(annotation.path("type").asString()).isEqualTo("url_citation");
        JsonNode place = annotation.path("url_citation");
        assertThat(text.substring(
                        place.path("start_index").asInt(),
                        place.path("end_index").asInt()))
                .isEqualTo("[1]");
        assertThat(place.path("title").asString()).isEqualTo("Hours");
        assertThat(place.path("url").asString()).startsWith("http").contains("/bots/" + bot + "/sources/");
        assertThat(annotation.path("source").path("text").asString()).contains("Saturdays");
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("completion_tokens").asLong()).isPositive();
        assertThat(usage.path("total_tokens").asLong())
                .isEqualTo(usage.path("prompt_tokens").asLong()
                        + usage.path("completion_tokens").asLong());
    }

    @Test
    void aStreamSaysTheSameInChunks() {
        RunningServer.Answer answer =
                complete(request("default", "stream", true, "stream_options", Map.of("include_usage", true)));

        List<JsonNode> chunks = data(answer);
        assertThat(answer.body().strip())
                .endsWith("data: [DONE]")
                .doesNotContain("event:")
                .doesNotContain("id:");
        assertThat(content(chunks)).isEqualTo("On Saturdays the shop opens at ten in the morning. [1]");
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
        JsonNode last = chunks.get(chunks.size() - 2);
        assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(last.at("/choices/0/delta/annotations")).hasSize(1);
        assertThat(chunks.getLast().path("choices")).isEmpty();
        assertThat(chunks.getLast().at("/usage/completion_tokens").asLong()).isPositive();
        assertThat(chunks.getFirst().path("usage").isNull()).isTrue();
        assertThat(data(complete(request("default", "stream", true))))
                .allSatisfy(chunk -> assertThat(chunk.has("usage")).isFalse());
    }

    @Test
    void theClientsMessagesStandBehindTheBotsAndAllWishesArriveAtTheModel() {
        List<Object> messages = List.of(
                said("system", "Answer like a pirate."),
                said("user", List.of(Map.of("type", "text", "text", "Good"), Map.of("type", "text", "text", "day."))),
                said("assistant", "Ahoy! [1]"),
                said("user", QUESTION));
        JsonNode answer = completed(request(
                "words-5",
                "messages",
                messages,
                "temperature",
                0.3,
                "top_p",
                0.5,
                "max_completion_tokens",
                3,
                "stop",
                List.of("END"),
                "response_format",
                Map.of("type", "json_object"),
                "a_field_of_tomorrow",
                Map.of("x", 1)));

        assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("w1 w2 w3");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("length");
        JsonNode sent = sent();
        assertThat(sent.path("messages").valueStream().map(m -> m.path("role").asString()))
                .containsExactly("system", "system", "user", "assistant", "user");
        assertThat(sent.at("/messages/0/content").asString()).contains("Be kind.", "opens at ten");
        assertThat(sent.at("/messages/1/content").asString()).isEqualTo("Answer like a pirate.");
        assertThat(sent.at("/messages/2/content").asString()).isEqualTo("Good\nday.");
        assertThat(sent.at("/messages/3/content").asString()).isEqualTo("Ahoy!");
        assertThat(sent.path("temperature").asDouble()).isEqualTo(0.3);
        assertThat(sent.path("top_p").asDouble()).isEqualTo(0.5);
        assertThat(sent.path("stop")).hasSize(1);
        assertThat(sent.path("response_format").path("type").asString()).isEqualTo("json_object");
    }

    @Test
    void usageIsWhatTheModelSays() {
        completed(request("words-5"));
        Call.Usage told = Objects.requireNonNull(MODEL.calls().getLast().told());
        JsonNode usage = completed(request("words-5")).path("usage");
        assertThat(usage.path("prompt_tokens").asLong()).isEqualTo(told.promptTokens());
        assertThat(usage.path("completion_tokens").asLong()).isEqualTo(5);
        assertThat(completed(request("cached-5-words-3"))
                        .at("/usage/prompt_tokens_details/cached_tokens")
                        .asLong())
                .isEqualTo(5);
        assertThat(completed(request("zero-usage-words-3"))
                        .at("/usage/total_tokens")
                        .asLong(-1))
                .isZero();
    }

    @Test
    void markersThatPointNowhereAreDroppedAndOthersAnnotated() {
        JsonNode message = completed(request("cites-1-9")).at("/choices/0/message");

        assertThat(message.path("content").asString())
                .isEqualTo("This is what the source says [1]. This is what the source says.");
        assertThat(message.path("annotations")).hasSize(1);
    }

    @Test
    void toolsGoToTheModelAndItsCallsComeBack() {
        Map<String, Object> tool = Map.of(
                "type",
                "function",
                "function",
                Map.of("name", "lookup", "parameters", Map.of("type", "object", "properties", Map.of())));
        JsonNode first = completed(request("calls-lookup", "tools", List.of(tool), "tool_choice", "auto"));

        JsonNode message = first.at("/choices/0/message");
        assertThat(first.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(message.path("content").isNull()).isTrue();
        JsonNode call = message.path("tool_calls").path(0);
        assertThat(call.at("/function/name").asString()).isEqualTo("lookup");
        assertThat(JSON.readTree(call.at("/function/arguments").asString())
                        .path("city")
                        .asString())
                .isEqualTo("Lisbon");
        assertThat(sent().at("/tools/0/function/name").asString()).isEqualTo("lookup");

        Map<String, Object> again = new HashMap<>();
        again.put("role", "assistant");
        again.put("content", null);
        again.put("tool_calls", message.path("tool_calls"));
        Map<String, Object> result =
                Map.of("role", "tool", "tool_call_id", call.path("id").asString(), "content", "It is sunny.");
        JsonNode second = completed(request(
                "calls-lookup", "tools", List.of(tool), "messages", List.of(said("user", QUESTION), again, result)));
        assertThat(second.at("/choices/0/message/content").asString()).contains("It is sunny.");

        List<JsonNode> chunks = data(complete(request("calls-lookup", "tools", List.of(tool), "stream", true)));
        String arguments = chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/tool_calls/0/function/arguments")
                        .asString(""))
                .collect(Collectors.joining());
        assertThat(JSON.readTree(arguments).path("city").asString()).isEqualTo("Lisbon");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aModelThatPrintsItsPromptGivesNothingPrivateAway(boolean stream) {
        Map<String, Object> body = request(
                "echo-prompt",
                "stream",
                stream,
                "messages",
                List.of(said("user", "What do members get who know the word?")));
        String text = stream
                ? content(data(complete(body)))
                : completed(body).at("/choices/0/message/content").asString();

        assertThat(sent().path("messages").toString()).contains("second lamp for half");
        assertThat(text).contains("Be kind.").doesNotContain("second lamp for half of its price");
    }

    @Test
    void theBuiltInAnswererKeepsToStopsLimitsAndJson() {
        JsonNode stopped = completed(request("extractive", "stop", " in the"));
        assertThat(stopped.at("/choices/0/message/content").asString()).isEqualTo("On Saturdays the shop opens at ten");
        JsonNode shortened = completed(request("extractive", "max_tokens", 5));
        assertThat(shortened.at("/choices/0/finish_reason").asString()).isEqualTo("length");
        assertThat(shortened.at("/usage/completion_tokens").asInt()).isLessThanOrEqualTo(5);
        String json = completed(request("extractive", "response_format", Map.of("type", "json_object")))
                .at("/choices/0/message/content")
                .asString();
        assertThat(JSON.readTree(json).path("answer").asString())
                .isEqualTo("On Saturdays the shop opens at ten in the morning.");
    }

    @Test
    void modelsAreListed() {
        JsonNode list = SERVER.get("/v1/models", key).json();
        assertThat(list.path("object").asString()).isEqualTo("list");
        List<String> ids = list.path("data").findValuesAsString("id");
        assertThat(ids).contains("default", "extractive", "words-5").anyMatch(id -> id.startsWith("all-minilm"));
        assertThat(SERVER.get("/v1/models/words-5", key).json().path("owned_by").asString())
                .isEqualTo("scripted");
        assertThat(SERVER.get("/v1/models/" + bot, key).json().path("id").asString())
                .isEqualTo("default");
        String embeddings = ids.getLast();
        assertThat(SERVER.get("/v1/models/" + embeddings, key).json().path("id").asString())
                .isEqualTo(embeddings);
        assertThat(error(SERVER.get("/v1/models/gpt-x", key))).isEqualTo("404 model_not_found model");
    }

    @Test
    void embeddingsAreNumbersOrBase64() {
        JsonNode answer = SERVER.send(
                        "POST",
                        "/v1/embeddings",
                        key,
                        Map.of("model", "default", "input", List.of("A shop opens.", "The store opens.", "Fish swim.")))
                .json();
        List<float[]> vectors = new ArrayList<>();
        answer.path("data").forEach(one -> {
            float[] numbers = new float[one.path("embedding").size()];
            IntStream.range(0, numbers.length)
                    .forEach(i ->
                            numbers[i] = (float) one.path("embedding").path(i).asDouble());
            vectors.add(numbers);
        });
        assertThat(vectors).hasSize(3).allSatisfy(v -> assertThat(v).hasSize(384));
        assertThat(product(vectors.get(0), vectors.get(0))).isBetween(0.99, 1.01);
        assertThat(product(vectors.get(0), vectors.get(1))).isGreaterThan(product(vectors.get(0), vectors.get(2)));
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isPositive();

        JsonNode coded = SERVER.send(
                        "POST",
                        "/v1/embeddings",
                        key,
                        Map.of("model", "default", "input", "A shop opens.", "encoding_format", "base64"))
                .json();
        assertThat(Base64.getDecoder().decode(coded.at("/data/0/embedding").asString()))
                .hasSize(4 * 384);
    }

    private static double product(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    @Test
    void asManyEmbeddingsAsOneMayAskFor() {
        String[] texts = new String[65];
        Arrays.fill(texts, "Text");
        texts[64] = "The last one";
        JsonNode data = SERVER.send("POST", "/v1/embeddings", key, Map.of("model", "default", "input", texts))
                .json()
                .path("data");
        assertThat(data).hasSize(65);
        assertThat(data.path(64).path("index").asInt()).isEqualTo(64);
        String[] many = new String[2_049];
        Arrays.fill(many, "Text");
        for (Object input : new Object[] {many, List.of(), "", List.of("a", ""), List.of(1, 2), Map.of()}) {
            assertThat(error(SERVER.send("POST", "/v1/embeddings", key, Map.of("model", "default", "input", input))))
                    .isEqualTo("400 invalid_request input");
        }
    }

    private static RunningServer.Answer respond(Object... fields) {
        Map<String, Object> body = new HashMap<>(Map.of("model", "default", "input", QUESTION));
        for (int i = 0; i < fields.length; i += 2) {
            body.put((String) fields[i], fields[i + 1]);
        }
        return SERVER.send("POST", "/v1/responses", key, body);
    }

    @Test
    void aResponseHasTextAnnotationsAndUsage() {
        JsonNode response = respond("instructions", "Be brief.").json();

        assertThat(response.path("object").asString()).isEqualTo("response");
        assertThat(response.path("status").asString()).isEqualTo("completed");
        assertThat(response.path("output_text").asString())
                .isEqualTo("On Saturdays the shop opens at ten in the morning. [1]");
        assertThat(response.at("/output/0/content/0/text").asString())
                .isEqualTo(response.path("output_text").asString());
        assertThat(response.at("/output/0/content/0/annotations")).hasSize(1);
        assertThat(response.at("/usage/output_tokens").asInt()).isPositive();
        assertThat(respond("model", "words-5", "max_output_tokens", 2)
                        .json()
                        .at("/incomplete_details/reason")
                        .asString())
                .isEqualTo("max_output_tokens");
    }

    @Test
    void aResponseStreamsByNamedEvents() {
        RunningServer.Answer answer = respond("stream", true);

        List<String> names = answer.body()
                .lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .toList();
        assertThat(names)
                .startsWith(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta")
                .endsWith(
                        "response.output_text.annotation.added",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        List<JsonNode> events = data(answer);
        assertThat(events.stream().map(event -> event.path("sequence_number").asInt()))
                .containsExactlyElementsOf(
                        IntStream.range(0, events.size()).boxed().toList());
        assertThat(events.stream()
                        .map(event -> event.path("delta").asString(""))
                        .collect(Collectors.joining()))
                .isEqualTo(events.getLast().at("/response/output_text").asString());
    }

    @Test
    void functionsOfAResponseMakeTheRound() {
        Map<String, Object> tool = Map.of("type", "function", "name", "lookup", "parameters", Map.of("type", "object"));
        JsonNode call =
                respond("model", "calls-lookup", "tools", List.of(tool)).json().at("/output/0");
        assertThat(call.path("type").asString()).isEqualTo("function_call");
        assertThat(call.path("name").asString()).isEqualTo("lookup");
        Map<String, Object> result = Map.of(
                "type", "function_call_output", "call_id", call.path("call_id").asString(), "output", "It is sunny.");
        JsonNode second = respond(
                        "model",
                        "calls-lookup",
                        "tools",
                        List.of(tool),
                        "input",
                        List.of(said("user", QUESTION), call, result))
                .json();
        assertThat(second.path("output_text").asString()).contains("It is sunny.");
        assertThat(data(respond("model", "calls-lookup", "tools", List.of(tool), "stream", true)).stream()
                        .map(event -> event.path("type").asString()))
                .contains("response.function_call_arguments.delta", "response.function_call_arguments.done");
        assertThat(error(respond("previous_response_id", "resp_1")))
                .isEqualTo("400 invalid_request previous_response_id");
    }

    /** Status, code and field of an error, which must have OpenAI's form. */
    private static String error(RunningServer.Answer answer) {
        assertThat(answer.header("content-type")).as(answer.body()).startsWith("application/json");
        JsonNode error = answer.json().path("error");
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.path("type").asString()).isNotBlank();
        return answer.status() + " " + textOr(error.path("code")) + " " + textOr(error.path("param"));
    }

    private static String textOr(JsonNode node) {
        return node.isString() ? node.asString() : "-";
    }

    @Test
    void errorsHaveTheFormOfTheProtocol() {
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", null, request("default"))))
                .isEqualTo("401 invalid_api_key -");
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", "sk-proj-nothing", request("default"))))
                .isEqualTo("401 invalid_api_key -");
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", owner, request("default"))))
                .isEqualTo("403 forbidden -");
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", key("read"), request("default"))))
                .isEqualTo("403 forbidden -");
        assertThat(error(complete(request("gpt-x")))).isEqualTo("404 model_not_found model");
        assertThat(error(SERVER.get("/v1/nothing", key))).isEqualTo("404 not_found -");
        assertThat(error(SERVER.get("/v1/chat/completions", key))).isEqualTo("405 method_not_allowed -");
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", key, "{"))).isEqualTo("400 malformed_body -");
        assertThat(error(complete(request("status-500")))).isEqualTo("502 provider_failed -");
        assertThat(error(complete(request("status-500", "stream", true)))).isEqualTo("502 provider_failed -");
        assertThat(error(complete(request("words-5", "messages", List.of(said("user", "word ".repeat(20_000)))))))
                .isEqualTo("400 context_length_exceeded messages");
    }

    @Test
    void wrongInputIsNamed() {
        Map<String, Object> none = new HashMap<>();
        none.put("role", "user");
        Map<String, String> faults = new HashMap<>();
        faults.put("n", error(complete(request("default", "n", 2))));
        faults.put("messages", error(complete(request("default", "messages", List.of()))));
        faults.put("messages[0].role", error(complete(request("default", "messages", List.of(said("boss", "x"))))));
        faults.put("messages[0].content", error(complete(request("default", "messages", List.of(none)))));
        faults.put(
                "messages[0].content[0]",
                error(complete(
                        request("default", "messages", List.of(said("user", List.of(Map.of("type", "image_url"))))))));
        faults.put(
                "messages[0].tool_call_id",
                error(complete(request("default", "messages", List.of(said("tool", "x"))))));
        faults.put("temperature", error(complete(request("default", "temperature", 3))));
        faults.put("top_p", error(complete(request("default", "top_p", -1))));
        faults.put("max_tokens", error(complete(request("default", "max_tokens", 0))));
        faults.put("stop", error(complete(request("default", "stop", List.of("a", "b", "c", "d", "e")))));
        faults.put("tools[0]", error(complete(request("default", "tools", List.of(Map.of("type", "web_search"))))));
        faults.put("tool_choice", error(complete(request("default", "tool_choice", "maybe"))));
        faults.put(
                "response_format.type", error(complete(request("default", "response_format", Map.of("type", "xml")))));
        faults.put("input", error(respond("input", List.of())));
        faults.put("input[0].type", error(respond("input", List.of(Map.of("type", "computer_call")))));
        faults.forEach((field, error) -> assertThat(error).isEqualTo("400 invalid_request " + field));
    }

    @Test
    void anAnswerThatBreaksOffEndsTheStreamWithAnError() {
        List<JsonNode> chunks = data(complete(request("reset-after-2", "stream", true)));

        assertThat(content(chunks)).startsWith("w1");
        assertThat(chunks.getLast().at("/error/code").asString()).isEqualTo("provider_failed");
        List<JsonNode> events = data(respond("model", "reset-after-2", "stream", true));
        assertThat(events.getLast().path("type").asString()).isEqualTo("error");
    }

    @Test
    void whenTheClientGoesTheModelIsToldSo() throws Exception {
        long before = MODEL.count();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest asking = SERVER.request("/v1/chat/completions")
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request(SLOW, "stream", true))))
                    .build();
            try (InputStream body = client.send(asking, HttpResponse.BodyHandlers.ofInputStream())
                    .body()) {
                assertThat(body.read()).isPositive();
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> MODEL.calls().stream().skip(before).anyMatch(Call::callerLeft));
    }

    @Test
    void aRevokedKeyIsShownNothingMore() {
        JsonNode made = SERVER.send(
                        "POST",
                        "/api/chatbots/" + bot + "/keys",
                        owner,
                        Map.of("name", "Short", "scopes", List.of("chat")))
                .json();
        long before = MODEL.count();
        Thread revoking = Thread.ofVirtual().unstarted(() -> {
            await().until(() -> MODEL.count() > before);
            SERVER.send(
                    "DELETE",
                    "/api/chatbots/" + bot + "/keys/" + made.at("/key/id").asString(),
                    owner,
                    null);
        });
        revoking.start();
        RunningServer.Answer answer = SERVER.send(
                "POST", "/v1/chat/completions", made.path("secret").asString(), request(SLOW, "stream", true));

        assertThat(data(answer).getLast().at("/error/code").asString()).isEqualTo("invalid_api_key");
    }

    @Test
    void nothingIsStored() {
        completed(request("default"));
        assertThat(SERVER.get("/api/chat/conversations", key).json().path("items"))
                .isEmpty();
    }
}
