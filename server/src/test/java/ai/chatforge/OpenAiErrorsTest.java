package ai.chatforge;

import static ai.chatforge.OpenAiScene.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.Call;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What goes wrong, in the form of OpenAI's errors. */
class OpenAiErrorsTest {
    @Test
    void errorsHaveTheFormOfTheProtocol() {
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", null, request("default"))))
                .isEqualTo("401 invalid_api_key -");
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", "sk-proj-nothing", request("default"))))
                .isEqualTo("401 invalid_api_key -");
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", OWNER, request("default"))))
                .isEqualTo("403 forbidden -");
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", key("read"), request("default"))))
                .isEqualTo("403 forbidden -");
        assertThat(error(complete(request("gpt-x")))).isEqualTo("404 model_not_found model");
        assertThat(error(SERVER.get("/v1/nothing", KEY))).isEqualTo("404 not_found -");
        assertThat(error(SERVER.get("/v1/chat/completions", KEY))).isEqualTo("405 method_not_allowed -");
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", KEY, "{"))).isEqualTo("400 malformed_body -");
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
        assertThat(error(complete(request("default", "stop", "x".repeat(1_001)))))
                .isEqualTo("400 invalid_request stop");
        faults.put("tools[0]", error(complete(request("default", "tools", List.of(Map.of("type", "web_search"))))));
        Map<String, Object> tool = Map.of("type", "function", "function", Map.of("name", "lookup"));
        faults.put("tools", error(complete(request("gpt-6-astra", "tools", List.of(tool)))));
        faults.put("tool_choice", error(complete(request("default", "tool_choice", "maybe"))));
        faults.put(
                "response_format.type", error(complete(request("default", "response_format", Map.of("type", "xml")))));
        faults.put("input", error(respond("input", List.of())));
        faults.put("input[0].type", error(respond("input", List.of(Map.of("type", "computer_call")))));
        faults.forEach((field, error) -> assertThat(error).isEqualTo("400 invalid_request " + field));
    }

    /** Libraries try a 502 again, which helps only where it is not the client's own field that is refused. */
    @Test
    void whatAModelRefusesOfTheClientsIsTheClientsToChange() {
        String model = "words-5-refuses-temperature";

        assertThat(error(complete(request(model, "temperature", 0.3)))).isEqualTo("400 invalid_request temperature");
        assertThat(error(complete(request(model, "temperature", 0.3, "stream", true))))
                .isEqualTo("400 invalid_request temperature");
        assertThat(error(respond("model", model, "temperature", 0.3))).isEqualTo("400 invalid_request temperature");
        assertThat(error(complete(request(model)))).isEqualTo("502 provider_failed -");
    }

    /** Each API has its own names for the same. */
    @Test
    void aFieldIsNamedAsTheClientCallsIt() {
        Map<String, Object> schema =
                Map.of("type", "json_schema", "name", "answer", "schema", Map.of("type", "object"));
        Map<String, Object> format = Map.of(
                "type", "json_schema", "json_schema", Map.of("name", "answer", "schema", Map.of("type", "object")));
        String model = "words-5-refuses-response_format";

        assertThat(error(complete(request(model, "response_format", format))))
                .isEqualTo("400 invalid_request response_format");
        assertThat(error(respond("model", model, "text", Map.of("format", schema))))
                .isEqualTo("400 invalid_request text.format");
        assertThat(error(complete(request("extractive", "response_format", format))))
                .isEqualTo("400 invalid_request response_format");
        assertThat(error(respond("model", "extractive", "text", Map.of("format", schema))))
                .isEqualTo("400 invalid_request text.format");
        assertThat(error(complete(request("words-5-refuses-messages")))).isEqualTo("400 invalid_request messages");
        assertThat(error(respond("model", "words-5-refuses-messages"))).isEqualTo("400 invalid_request input");
        assertThat(error(respond("model", "words-5", "input", "word ".repeat(20_000))))
                .isEqualTo("400 context_length_exceeded input");
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
                    .header("Authorization", "Bearer " + KEY)
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

    /** As of a key that never was: what an account did is nobody's business. */
    @Test
    void aSuspendedAccountsKeyIsNoKeyAnyMore() {
        String other = SERVER.signUp();
        String bot = SERVER.send("POST", "/api/chatbots", other, Map.of("name", "Shop"))
                .json()
                .path("id")
                .asString();
        String key = SERVER.send(
                        "POST",
                        "/api/chatbots/" + bot + "/keys",
                        other,
                        Map.of("name", "Program", "scopes", List.of("chat")))
                .json()
                .path("secret")
                .asString();
        Map<String, Object> question = request("words-5");
        assertThat(SERVER.send("POST", "/v1/chat/completions", key, question).status())
                .isEqualTo(200);
        String admin = administrator();
        String id = SERVER.get("/api/users/me", other).json().path("id").asString();

        assertThat(SERVER.send("PUT", "/api/admin/users/" + id + "/suspension", admin, null)
                        .status())
                .isBetween(200, 204);

        await().until(() ->
                SERVER.send("POST", "/v1/chat/completions", key, question).status() != 200);
        assertThat(error(SERVER.send("POST", "/v1/chat/completions", key, question)))
                .isEqualTo("401 invalid_api_key -");
        assertThat(error(SERVER.get("/v1/models", key))).isEqualTo("401 invalid_api_key -");
    }

    @Test
    void aRevokedKeyIsShownNothingMore() {
        JsonNode made = SERVER.send(
                        "POST",
                        "/api/chatbots/" + BOT + "/keys",
                        OWNER,
                        Map.of("name", "Short", "scopes", List.of("chat")))
                .json();
        long before = MODEL.count();
        Thread revoking = Thread.ofVirtual().unstarted(() -> {
            // When the first words are told: before that, the answer would be the refusal itself.
            await().until(() ->
                    MODEL.calls().stream().anyMatch(call -> call.number() > before && call.wordsSent() > 40));
            SERVER.send(
                    "DELETE",
                    "/api/chatbots/" + BOT + "/keys/" + made.at("/key/id").asString(),
                    OWNER,
                    null);
        });
        revoking.start();
        RunningServer.Answer answer = SERVER.send(
                "POST", "/v1/chat/completions", made.path("secret").asString(), request(SLOW, "stream", true));

        assertThat(data(answer).getLast().at("/error/code").asString()).isEqualTo("invalid_api_key");
    }
}
