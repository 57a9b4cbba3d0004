package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.chat.ModelRequest.Format;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.chat.ModelRequest.Tool;
import ai.chatforge.chat.ModelRequest.Wishes;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AnthropicProviderTest extends ProviderContractTest {
    @Override
    ProviderKind kind() {
        return ProviderKind.ANTHROPIC;
    }

    @Override
    URI baseUrl() {
        return scripted.baseUrl();
    }

    @Override
    String keyIn(Map<String, String> headers) {
        assertThat(headers).containsEntry("anthropic-version", "2023-06-01");
        return headers.getOrDefault("x-api-key", "");
    }

    @Override
    ModelProvider.ToolUse newest() {
        return ModelProvider.ToolUse.NOT_FORCED;
    }

    /** The system's word apart, sides in turns beginning with the user's, one of temperature and top_p. */
    @Test
    void asksInItsForm() throws Exception {
        Tool tool = new Tool("lookup", "Looks up", JSON.readTree("{\"type\":\"object\"}"), null);
        Format format = new Format(Format.Kind.JSON, null, null, null);

        var body = bodyOf(request(
                "words-9",
                List.of(
                        new PromptMessage(Role.SYSTEM, "Be short."),
                        new PromptMessage(Role.ASSISTANT, "Welcome!"),
                        new PromptMessage(Role.USER, "One"),
                        new PromptMessage(Role.USER, "Two"),
                        new PromptMessage(Role.ASSISTANT, "Yes?"),
                        new PromptMessage(Role.USER, "Three")),
                new Wishes(0.5, List.of("END", "\n"), List.of(tool), "required", null, format, true)));

        assertThat(body).isEqualTo(JSON.readTree("""
                {"model":"words-9","max_tokens":1000,"stream":true,
                 "system":"Be short.\\n\\nAnswer with one JSON object and nothing else.",
                 "messages":[
                   {"role":"user","content":[{"type":"text","text":"One"},{"type":"text","text":"Two"}]},
                   {"role":"assistant","content":[{"type":"text","text":"Yes?"}]},
                   {"role":"user","content":[{"type":"text","text":"Three"}]}],
                 "top_p":0.5,"stop_sequences":["END"],
                 "tools":[{"name":"lookup","description":"Looks up","input_schema":{"type":"object"}}],
                 "tool_choice":{"type":"any"}}
                """));
    }

    @ParameterizedTest
    @CsvSource({
        "required, a call of one of your tools, '[lookup, other]'",
        "lookup,   a call of the tool lookup,   '[lookup]'",
        "auto,     ,                            '[lookup, other]'",
    })
    void whoCannotBeForcedIsAskedTo(String choice, @Nullable String words, String tools) throws Exception {
        Tool lookup = new Tool("lookup", "Looks up", JSON.createObjectNode(), null);
        Tool other = new Tool("other", "Does other things", JSON.createObjectNode(), null);
        ModelRequest request = request(
                "words-9",
                List.of(new PromptMessage(Role.SYSTEM, "Be short."), new PromptMessage(Role.USER, PROMPT)),
                new Wishes(null, List.of(), List.of(lookup, other), choice, null, Format.TEXT, true));

        knowing("words-9", newest()).answer(request, events::add, cancellation);

        JsonNode body = JSON.readTree(scripted.calls().getLast().body());
        assertThat(body.path("tool_choice").path("type").asString("auto")).isEqualTo("auto");
        assertThat(body.path("tools").findValuesAsString("name")).hasToString(tools);
        String system = body.path("system").asString();
        assertThat(system).startsWith("Be short.");
        if (words == null) {
            assertThat(system).isEqualTo("Be short.");
        } else {
            assertThat(system).contains(words);
        }
    }

    @Test
    void itsTemperatureEndsAtOne() throws Exception {
        ModelRequest hot = new ModelRequest(
                "words-1",
                List.of(new PromptMessage(Role.USER, PROMPT)),
                1.7,
                10,
                ModelRequest.Material.of(PROMPT),
                Privacy.NONE);

        assertThat(bodyOf(hot).path("temperature").asDouble()).isEqualTo(1);
    }
}
