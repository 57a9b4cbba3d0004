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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        Tool tool = new Tool("lookup", "Looks up", JSON.createObjectNode());
        Wishes wishes = new Wishes(null, List.of(), tools ? List.of(tool) : List.of(), null, Format.TEXT);
        ModelRequest request = request("gpt-5.6-sol", List.of(new PromptMessage(Role.USER, PROMPT)), wishes);

        assertThat(new OpenAiProtocol("https://api.openai.com/v1", "")
                        .body(request, model(use))
                        .get("reasoning_effort"))
                .isEqualTo(effort);
    }

    /** That the scripted ones refuse as OpenAI's do. */
    @Test
    void withThinkingToolsAreRefused() {
        Tool tool = new Tool("lookup", "Looks up", JSON.createObjectNode());
        Wishes wishes = new Wishes(null, List.of(), List.of(tool), null, Format.TEXT);
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
        Tool tool = new Tool("lookup", "Looks up", JSON.readTree("{\"type\":\"object\"}"));
        Format format = new Format(Format.Kind.SCHEMA, "price", JSON.readTree("{\"type\":\"object\"}"));

        var body = bodyOf(request(
                "words-9",
                List.of(new PromptMessage(Role.USER, PROMPT)),
                new Wishes(0.5, List.of("END"), List.of(tool), "lookup", format)));

        assertThat(body).isEqualTo(JSON.readTree("""
                        {"model":"words-9","messages":[{"role":"user","content":%s}],"temperature":0.2,"top_p":0.5,
                         "max_tokens":1000,"stream":true,"stream_options":{"include_usage":true},"stop":["END"],
                         "tools":[{"type":"function","function":{"name":"lookup","description":"Looks up",
                                   "parameters":{"type":"object"}}}],
                         "tool_choice":{"type":"function","function":{"name":"lookup"}},
                         "response_format":{"type":"json_schema",
                                            "json_schema":{"name":"price","schema":{"type":"object"}}}}
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
        assertThat(azure.body(request, thinking))
                .doesNotContainKeys("temperature", "max_tokens")
                .containsEntry("max_completion_tokens", 1_000);
        assertThat(Objects.requireNonNull(new OpenAiProtocol("https://api.openai.com/v1", "")
                        .headers(KEY)
                        .get("Authorization")))
                .isEqualTo("Bearer " + KEY);
    }
}
