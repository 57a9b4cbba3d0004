package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.chat.ModelRequest.Format;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.chat.ModelRequest.Tool;
import ai.chatforge.chat.ModelRequest.ToolCall;
import ai.chatforge.chat.ModelRequest.Wishes;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GeminiProviderTest extends ProviderContractTest {
    @Override
    ProviderKind kind() {
        return ProviderKind.GEMINI;
    }

    @Override
    URI baseUrl() {
        return scripted.geminiUrl();
    }

    @Override
    String keyIn(Map<String, String> headers) {
        return headers.getOrDefault("x-goog-api-key", "");
    }

    @Override
    ModelProvider.ToolUse newest() {
        return ModelProvider.ToolUse.FREE;
    }

    @Test
    void asksInItsForm() throws Exception {
        Tool tool = new Tool("lookup", "Looks up", JSON.readTree("{\"type\":\"object\"}"), null);
        Format format = new Format(Format.Kind.SCHEMA, "price", JSON.readTree("{\"type\":\"object\"}"), null);

        var body = bodyOf(request(
                "words-9",
                List.of(
                        new PromptMessage(Role.SYSTEM, "Be short."),
                        new PromptMessage(Role.USER, "One"),
                        new PromptMessage(Role.ASSISTANT, "Yes?"),
                        new PromptMessage(Role.USER, "Two")),
                new Wishes(0.5, List.of("END"), List.of(tool), "lookup", null, format, true)));

        assertThat(body).isEqualTo(JSON.readTree("""
                {"systemInstruction":{"parts":[{"text":"Be short."}]},
                 "contents":[{"role":"user","parts":[{"text":"One"}]},{"role":"model","parts":[{"text":"Yes?"}]},
                             {"role":"user","parts":[{"text":"Two"}]}],
                 "generationConfig":{"maxOutputTokens":1000,"temperature":0.2,"topP":0.5,"stopSequences":["END"],
                                     "responseMimeType":"application/json",
                                     "responseJsonSchema":{"type":"object"}},
                 "tools":[{"functionDeclarations":[{"name":"lookup","description":"Looks up",
                                                    "parametersJsonSchema":{"type":"object"}}]}],
                 "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["lookup"]}}}
                """));
    }

    @ParameterizedTest
    @CsvSource({"gemini-2.5-flash,false", "gemini-3.8-flash,true", "gemini-4-hydrogen,true", "words-9,false"})
    void callsOfToolsAreSignedFromGemini3On(String model, boolean signed) {
        ModelRequest request = request(
                model,
                List.of(
                        new PromptMessage(Role.USER, "One"),
                        new PromptMessage(Role.ASSISTANT, "", List.of(new ToolCall("1", "lookup", "{}")), null),
                        new PromptMessage(Role.TOOL, "Two", List.of(), "1")),
                Wishes.NONE);

        JsonNode body = JSON.valueToTree(new GeminiProtocol("https://gemini.test", JSON)
                .body(request, new ModelProvider.Model(model, model, 16_000, 1_024), Set.of()));

        JsonNode call = body.at("/contents/1/parts/0");
        assertThat(call.has("functionCall")).isTrue();
        assertThat(call.has("thoughtSignature")).isEqualTo(signed);
    }

    @Test
    void aPromptThatIsRefusedEndsFilteredAndThoughtsAreNoText() {
        GeminiReading reading = new GeminiReading(events::add);
        reading.take(JSON.readTree("""
                {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"Yes"}]}}]}"""));
        reading.take(JSON.readTree("""
                {"promptFeedback":{"blockReason":"SAFETY"},
                 "usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":2,"thoughtsTokenCount":30}}"""));
        assertThat(reading.isComplete()).isTrue();
        reading.end();

        assertThat(events)
                .containsExactly(
                        new ModelEvent.Delta("Yes"),
                        new ModelEvent.Finished(ModelEvent.Reason.FILTERED),
                        new ModelEvent.Usage(7, 32));
    }
}
