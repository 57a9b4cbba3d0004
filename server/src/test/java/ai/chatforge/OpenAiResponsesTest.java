package ai.chatforge;

import static ai.chatforge.OpenAiScene.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Responses, embeddings and models as they go over the wire. */
class OpenAiResponsesTest {
    @Test
    void modelsAreListed() {
        JsonNode list = SERVER.get("/v1/models", KEY).json();
        assertThat(list.path("object").asString()).isEqualTo("list");
        List<String> ids = list.path("data").findValuesAsString("id");
        assertThat(ids).contains("default", "extractive", "words-5").anyMatch(id -> id.startsWith("all-minilm"));
        assertThat(SERVER.get("/v1/models/words-5", KEY).json().path("owned_by").asString())
                .isEqualTo("scripted");
        assertThat(SERVER.get("/v1/models/" + BOT, KEY).json().path("id").asString())
                .isEqualTo("default");
        String embeddings = ids.getLast();
        assertThat(SERVER.get("/v1/models/" + embeddings, KEY).json().path("id").asString())
                .isEqualTo(embeddings);
        assertThat(error(SERVER.get("/v1/models/gpt-x", KEY))).isEqualTo("404 model_not_found model");
    }

    @Test
    void embeddingsAreNumbersOrBase64() {
        JsonNode answer = SERVER.send(
                        "POST",
                        "/v1/embeddings",
                        KEY,
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
                        KEY,
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
        JsonNode data = SERVER.send("POST", "/v1/embeddings", KEY, Map.of("model", "default", "input", texts))
                .json()
                .path("data");
        assertThat(data).hasSize(65);
        assertThat(data.path(64).path("index").asInt()).isEqualTo(64);
        String[] many = new String[2_049];
        Arrays.fill(many, "Text");
        for (Object input : new Object[] {many, List.of(), "", List.of("a", ""), List.of(1, 2), Map.of()}) {
            assertThat(error(SERVER.send("POST", "/v1/embeddings", KEY, Map.of("model", "default", "input", input))))
                    .isEqualTo("400 invalid_request input");
        }
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

    @Test
    void aRefusalOfTheModelIsAPartOfItsOwn() {
        JsonNode whole = respond("model", "declines-I+will+not").json();

        assertThat(whole.path("status").asString()).isEqualTo("completed");
        assertThat(whole.path("output_text").asString()).isEmpty();
        JsonNode part = whole.at("/output/0/content/0");
        assertThat(part.path("type").asString()).isEqualTo("refusal");
        assertThat(part.path("refusal").asString()).isEqualTo("I will not");
        assertThat(part.has("text")).isFalse();

        List<JsonNode> events = data(respond("model", "declines-I+will+not", "stream", true));
        assertThat(events.stream().map(event -> event.path("type").asString()).distinct())
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.refusal.delta",
                        "response.refusal.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(events.stream()
                        .map(event -> event.path("delta").asString(""))
                        .collect(Collectors.joining()))
                .isEqualTo("I will not");
        assertThat(events.getLast().at("/response/output/0/content/0/refusal").asString())
                .isEqualTo("I will not");
    }

    @Test
    void howStrictAResponseIsToBeIsPassedOnAndTold() {
        Map<String, Object> schema = Map.of("type", "object", "properties", Map.of(), "additionalProperties", false);
        JsonNode response = respond(
                        "model",
                        "calls-lookup",
                        "tools",
                        List.of(Map.of("type", "function", "name", "lookup", "parameters", schema, "strict", true)),
                        "parallel_tool_calls",
                        false,
                        "text",
                        Map.of("format", Map.of("type", "json_schema", "name", "a", "schema", schema, "strict", true)))
                .json();

        assertThat(response.at("/tools/0/strict").asBoolean()).isTrue();
        assertThat(response.path("parallel_tool_calls").asBoolean(true)).isFalse();
        assertThat(sent().at("/tools/0/function/strict").asBoolean()).isTrue();
        assertThat(sent().at("/response_format/json_schema/strict").asBoolean()).isTrue();
        assertThat(sent().path("parallel_tool_calls").asBoolean(true)).isFalse();
    }

    /** Some libraries send them unless they are told not to. */
    @Test
    void tokensInThePlaceOfTextsAreRefusedByThatName() {
        for (Object input : new Object[] {List.of(1, 2), List.of(List.of(1, 2), List.of(3))}) {
            RunningServer.Answer answer =
                    SERVER.send("POST", "/v1/embeddings", KEY, Map.of("model", "default", "input", input));

            assertThat(error(answer)).isEqualTo("400 invalid_request input");
            assertThat(answer.json().at("/error/message").asString()).contains("tokens");
        }
    }
}
