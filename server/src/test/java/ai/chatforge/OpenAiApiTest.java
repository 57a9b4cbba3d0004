package ai.chatforge;

import static ai.chatforge.OpenAiScene.*;
import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.testkit.provider.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Chat completions as they go over the wire. OpenAI's own libraries are tried in e2e. */
class OpenAiApiTest {
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
        assertThat(place.path("url").asString()).startsWith("http").contains("/bots/" + BOT + "/sources/");
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
        assertThat(stopped.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        JsonNode shortened = completed(request("extractive", "max_tokens", 5));
        assertThat(shortened.at("/choices/0/finish_reason").asString()).isEqualTo("length");
        assertThat(shortened.at("/usage/completion_tokens").asInt()).isLessThanOrEqualTo(5);
        String json = completed(request("extractive", "response_format", Map.of("type", "json_object")))
                .at("/choices/0/message/content")
                .asString();
        assertThat(JSON.readTree(json).path("answer").asString())
                .isEqualTo("On Saturdays the shop opens at ten in the morning.");
    }

    /** Whether the model keeps to it, passes it over as this one, or refuses it. */
    @ParameterizedTest
    @CsvSource({"says-one+two+three, false", "says-one+two+three, true", "says-one+two+three-refuses-stop, false"})
    void theAnswerEndsAtAStopWhateverTheModelMakesOfIt(String model, boolean stream) {
        Map<String, Object> body = request(model, "stop", List.of("never", "o th"), "stream", stream);
        JsonNode last;
        String text;
        if (stream) {
            List<JsonNode> chunks = data(complete(body));
            text = content(chunks);
            last = chunks.getLast();
        } else {
            last = completed(body);
            text = last.at("/choices/0/message/content").asString();
        }

        assertThat(text).isEqualTo("one tw");
        assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(sent().has("stop")).isNotEqualTo(model.contains("refuses"));
    }

    /** Only the end of the model's answer tells how long it thought. */
    @Test
    void thoughtsArePaidOfAnAnswerThatEndsAtAStop() {
        String model = "thinks-50-says-one+two+three+four+five-every-100ms-refuses-stop";
        RunningServer.Answer known = SERVER.send(
                "PUT",
                "/api/admin/models",
                administrator(),
                Map.ofEntries(
                        Map.entry("provider", "openai"),
                        Map.entry("model", model),
                        Map.entry("name", "Thinker"),
                        Map.entry("contextTokens", 16_000),
                        Map.entry("maxOutputTokens", 4_000),
                        Map.entry("tools", false),
                        Map.entry("json", false),
                        Map.entry("vision", false),
                        Map.entry("sampling", false),
                        Map.entry("thinks", true),
                        Map.entry("since", "2026-11-01")));
        assertThat(known.status()).as(known.body()).isEqualTo(200);

        JsonNode answer = completed(request(model, "stop", "o th"));

        assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("one tw");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(55);
        JsonNode used = SERVER.get("/api/usage?group=model", OWNER)
                .json()
                .path("items")
                .valueStream()
                .filter(line -> line.path("model").asString().equals(model))
                .findFirst()
                .orElseThrow()
                .path("sums");
        assertThat(used.path("completionTokens").asInt()).isEqualTo(55);
        assertThat(used.path("counted").asInt()).isZero();
    }

    @Test
    void aServerThatTakesNoStreamOptionsAnswersAndItsUsageIsCounted() {
        JsonNode answer = completed(request("words-5-forbids-stream_options"));

        assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("w1 w2 w3 w4 w5");
        assertThat(answer.at("/usage/completion_tokens").asLong()).isPositive();
        assertThat(sent().has("stream_options")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void howStrictTheModelIsToBeIsPassedOn(boolean wanted) {
        Map<String, Object> schema = Map.of("type", "object", "properties", Map.of(), "additionalProperties", false);
        Map<String, Object> function = new HashMap<>(Map.of("name", "lookup", "parameters", schema));
        Map<String, Object> format = new HashMap<>(Map.of("name", "answer", "schema", schema));
        Map<String, Object> body = request("calls-lookup");
        if (wanted) {
            function.put("strict", true);
            format.put("strict", true);
            body.put("parallel_tool_calls", false);
        }
        body.put("tools", List.of(Map.of("type", "function", "function", function)));
        body.put("response_format", Map.of("type", "json_schema", "json_schema", format));

        completed(body);

        JsonNode sent = sent();
        assertThat(sent.at("/tools/0/function/strict").asBoolean(false)).isEqualTo(wanted);
        assertThat(sent.at("/response_format/json_schema/strict").asBoolean(false))
                .isEqualTo(wanted);
        assertThat(sent.path("parallel_tool_calls").asBoolean(true)).isNotEqualTo(wanted);
        assertThat(sent.has("parallel_tool_calls")).isEqualTo(wanted);
    }

    @Test
    void aRefusalOfTheModelIsGivenOutAsOne() {
        JsonNode whole = completed(request("declines-I+will+not"));
        JsonNode message = whole.at("/choices/0/message");

        assertThat(message.path("refusal").asString()).isEqualTo("I will not");
        assertThat(message.path("content").isNull()).isTrue();
        assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(completed(request("words-5"))
                        .at("/choices/0/message/refusal")
                        .isNull())
                .isTrue();

        List<JsonNode> chunks = data(complete(request("declines-I+will+not", "stream", true)));
        assertThat(content(chunks)).isEmpty();
        assertThat(chunks.stream()
                        .map(chunk -> chunk.at("/choices/0/delta/refusal").asString(""))
                        .collect(Collectors.joining()))
                .isEqualTo("I will not");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }

    @Test
    void aRefusalThatComesBackIsWhatTheAssistantSaid() {
        JsonNode refusal = completed(request("declines-I+will+not")).at("/choices/0/message");

        completed(request("words-5", "messages", List.of(said("user", "Do it."), refusal, said("user", QUESTION))));

        assertThat(sent().at("/messages/2/role").asString()).isEqualTo("assistant");
        assertThat(sent().at("/messages/2/content").asString()).isEqualTo("I will not");
    }

    @Test
    void nothingIsStored() {
        completed(request("default"));
        assertThat(SERVER.get("/api/chat/conversations", KEY).json().path("items"))
                .isEmpty();
    }
}
