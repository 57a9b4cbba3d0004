package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.chat.ModelRequest.Format;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.chat.ModelRequest.Tool;
import ai.chatforge.chat.ModelRequest.Wishes;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** OpenAI, and all that are compatible. */
class OpenAiProviderTest extends ProviderContractTest {
    @Override
    ProviderKind kind() {
        return ProviderKind.OPENAI;
    }

    @Override
    URI baseUrl() {
        return scripted.baseUrl();
    }

    @Override
    String keyIn(Map<String, String> headers) {
        return headers.getOrDefault("authorization", "").replaceFirst("^Bearer ", "");
    }

    @Override
    ModelProvider.ToolUse newest() {
        return ModelProvider.ToolUse.WITHOUT_THINKING;
    }

    @ParameterizedTest
    @CsvSource({"WITHOUT_THINKING, true, none", "WITHOUT_THINKING, false,", "FREE, true,"})
    void thinkingIsTurnedOffForToolsAlone(ModelProvider.ToolUse use, boolean tools, @Nullable String effort) {
        Tool tool = new Tool("lookup", "Looks up", JSON.createObjectNode(), null);
        Wishes wishes = new Wishes(null, List.of(), tools ? List.of(tool) : List.of(), null, null, Format.TEXT, true);
        ModelRequest request = request("gpt-5.6-sol", List.of(new PromptMessage(Role.USER, PROMPT)), wishes);

        assertThat(new OpenAiProtocol("https://api.openai.com/v1", "")
                        .body(request, model(use), Set.of())
                        .get("reasoning_effort"))
                .isEqualTo(effort);
    }

    /** That the scripted ones refuse as OpenAI's do. */
    @Test
    void withThinkingToolsAreRefused() {
        Tool tool = new Tool("lookup", "Looks up", JSON.createObjectNode(), null);
        Wishes wishes = new Wishes(null, List.of(), List.of(tool), null, null, Format.TEXT, true);
        ModelRequest request = request("calls-lookup-newest", List.of(new PromptMessage(Role.USER, PROMPT)), wishes);

        assertThatThrownBy(() ->
                        knowing(request.model(), ModelProvider.ToolUse.FREE).answer(request, events::add, cancellation))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("400");
    }

    private static ModelProvider.Model model(ModelProvider.ToolUse use) {
        return new ModelProvider.Model(
                "m", "m", 200_000, 4_096, new ModelProvider.Abilities(true, true, true, false, true, use), 100);
    }

    @Test
    void sendsNoMoreThanIsNeeded() throws Exception {
        assertThat(bodyOf(request("words-9", List.of(new PromptMessage(Role.USER, PROMPT)), Wishes.NONE)))
                .isEqualTo(JSON.valueToTree(Map.of(
                        "model",
                        "words-9",
                        "messages",
                        List.of(Map.of("role", "user", "content", PROMPT)),
                        "temperature",
                        0.2,
                        "max_tokens",
                        1000,
                        "stream",
                        true,
                        "stream_options",
                        Map.of("include_usage", true))));
    }

    @Test
    void sendsAllWishes() throws Exception {
        Tool tool = new Tool("lookup", "Looks up", JSON.readTree("{\"type\":\"object\"}"), true);
        Format format = new Format(Format.Kind.SCHEMA, "price", JSON.readTree("{\"type\":\"object\"}"), true);

        var body = bodyOf(request(
                "words-9",
                List.of(new PromptMessage(Role.USER, PROMPT)),
                new Wishes(0.5, List.of("END"), List.of(tool), "lookup", false, format, true)));

        assertThat(body).isEqualTo(JSON.readTree("""
                        {"model":"words-9","messages":[{"role":"user","content":%s}],"temperature":0.2,"top_p":0.5,
                         "max_tokens":1000,"stream":true,"stream_options":{"include_usage":true},"stop":["END"],
                         "tools":[{"type":"function","function":{"name":"lookup","description":"Looks up",
                                   "parameters":{"type":"object"},"strict":true}}],
                         "parallel_tool_calls":false,
                         "tool_choice":{"type":"function","function":{"name":"lookup"}},
                         "response_format":{"type":"json_schema",
                                            "json_schema":{"name":"price","schema":{"type":"object"},"strict":true}}}
                        """.formatted(JSON.writeValueAsString(PROMPT))));
    }

    @Test
    void modelsThatThinkFirstAreNotToldATemperatureAndAzureHasItsOwnWays() {
        OpenAiProtocol azure = new OpenAiProtocol("https://x.openai.azure.com/openai/deployments/y/", "2024-10-21");
        ModelRequest request = request("o3", List.of(new PromptMessage(Role.USER, PROMPT)), Wishes.NONE);
        ModelProvider.Model thinking = model(ModelProvider.ToolUse.FREE);

        assertThat(azure.endpoint(request))
                .hasToString("https://x.openai.azure.com/openai/deployments/y/chat/completions?api-version=2024-10-21");
        assertThat(azure.headers(KEY)).isEqualTo(Map.of("api-key", KEY));
        assertThat(azure.body(request, thinking, Set.of()))
                .doesNotContainKeys("temperature", "max_tokens")
                .containsEntry("max_completion_tokens", 1_000);
        assertThat(Objects.requireNonNull(new OpenAiProtocol("https://api.openai.com/v1", "")
                        .headers(KEY)
                        .get("Authorization")))
                .isEqualTo("Bearer " + KEY);
    }

    @Test
    void aRefusalIsToldAsOne() throws Exception {
        ModelRequest request =
                request("declines-I+will+not", List.of(new PromptMessage(Role.USER, PROMPT)), Wishes.NONE);

        provider(baseUrl(), KEY).answer(request, events::add, cancellation);

        assertThat(events)
                .startsWith(
                        new ModelEvent.Delta("I", true),
                        new ModelEvent.Delta(" will", true),
                        new ModelEvent.Delta(" not", true));
    }

    /** As Mistral, and OpenAI's newer models behind addresses that say nothing of them. */
    @ParameterizedTest
    @CsvSource({
        "words-3-forbids-stream_options, max_tokens",
        "words-3-refuses-stream_options, max_tokens",
        "words-3-refuses-max_tokens, max_completion_tokens",
        "words-3-refuses-max_tokens+stream_options, max_completion_tokens",
        "words-3-forbids-max_tokens+stream_options, max_completion_tokens",
    })
    void whatAServerRefusesByNameItIsAskedWithoutFromThenOn(String model, String most) throws Exception {
        ModelProvider provider = provider(baseUrl(), KEY);
        ModelRequest request = request(model, List.of(new PromptMessage(Role.USER, PROMPT)), Wishes.NONE);

        provider.answer(request, events::add, cancellation);
        long first = scripted.count();
        provider.answer(request, events::add, cancellation);

        assertThat(events).filteredOn(new ModelEvent.Delta("w1")::equals).hasSize(2);
        assertThat(first).isGreaterThan(1);
        assertThat(scripted.count()).isEqualTo(first + 1);
        JsonNode asked = JSON.readTree(scripted.calls().getLast().body());
        assertThat(asked.has("stream_options")).isNotEqualTo(model.contains("stream_options"));
        assertThat(asked.path(most).asInt()).isEqualTo(1_000);
        assertThat(asked.path("max_tokens").isMissingNode()).isEqualTo(most.equals("max_completion_tokens"));
    }

    /** Else answers would be unlimited where the other name is passed over. */
    @Test
    void aValueThatIsRefusedIsNoUnknownField() {
        ModelRequest request =
                request("words-3-bounds-max_tokens", List.of(new PromptMessage(Role.USER, PROMPT)), Wishes.NONE);

        assertThatThrownBy(() -> provider(baseUrl(), KEY).answer(request, events::add, cancellation))
                .isInstanceOf(ProviderException.class);

        assertThat(scripted.count()).isOne();
    }

    @Test
    void otherModelsOfTheServerAreAskedAsBefore() throws Exception {
        ModelProvider provider = provider(baseUrl(), KEY);
        List<PromptMessage> prompt = List.of(new PromptMessage(Role.USER, PROMPT));

        provider.answer(request("words-3-forbids-stream_options", prompt, Wishes.NONE), events::add, cancellation);
        provider.answer(request("words-3", prompt, Wishes.NONE), events::add, cancellation);

        assertThat(scripted.calls().getLast().body()).contains("stream_options");
    }

    /** Nothing is learned from what does not help. */
    @ParameterizedTest
    @CsvSource({"words-3-refuses-max_tokens+max_completion_tokens, 2", "words-3-refuses-messages, 1"})
    void whatCannotBeDoneWithoutEndsTheAttempt(String model, int calls) {
        ModelRequest request = request(model, List.of(new PromptMessage(Role.USER, PROMPT)), Wishes.NONE);
        ModelProvider provider = provider(baseUrl(), KEY);

        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> provider.answer(request, events::add, cancellation))
                    .isInstanceOf(ProviderException.class);
            assertThat(scripted.count()).isEqualTo((long) i * calls);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, max_completion_tokens",
        "https://eu.api.openai.com/v1, max_completion_tokens",
        "https://name.openai.azure.com/openai/v1/, max_completion_tokens",
        "https://name.services.ai.azure.com/openai/v1, max_completion_tokens",
        "https://name.cognitiveservices.azure.com/openai/v1, max_completion_tokens",
        "https://notapi.openai.com.example.org/v1, max_tokens",
        "https://api.groq.com/openai/v1, max_tokens",
        "https://api.mistral.ai/v1, max_tokens",
    })
    void theHostTellsHowTheLongestAnswerIsCalled(String address, String field) {
        ModelRequest request = request("o3", List.of(new PromptMessage(Role.USER, PROMPT)), Wishes.NONE);

        Map<String, Object> body =
                new OpenAiProtocol(address, "").body(request, model(ModelProvider.ToolUse.FREE), Set.of());

        assertThat(body).containsEntry(field, 1_000);
        assertThat(body.keySet()).filteredOn(name -> name.startsWith("max_")).hasSize(1);
    }
}
