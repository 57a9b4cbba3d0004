package ai.chatforge.chat;

import ai.chatforge.chat.ModelRequest.Format;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.chat.ModelRequest.ToolCall;
import ai.chatforge.chat.ModelRequest.Wishes;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Google's Gemini API: {@code streamGenerateContent?alt=sse}. */
final class GeminiProtocol implements ModelProtocol {
    /** Where the model's own signature of a call is not at hand (Gemini API, thought signatures). */
    private static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private final String base;
    private final JsonMapper json;

    GeminiProtocol(String baseUrl, JsonMapper json) {
        this.base = baseUrl.replaceAll("/+$", "");
        this.json = json;
    }

    @Override
    public URI endpoint(ModelRequest request) {
        String model = URLEncoder.encode(request.model(), StandardCharsets.UTF_8);
        return URI.create(base + "/models/" + model + ":streamGenerateContent?alt=sse");
    }

    @Override
    public Map<String, String> headers(@Nullable String key) {
        return key == null ? Map.of() : Map.of("x-goog-api-key", key);
    }

    @Override
    public Map<String, Object> body(ModelRequest request, ModelProvider.Model model, Set<String> refused) {
        Wishes wishes = request.wishes();
        Map<String, Object> body = new LinkedHashMap<>();
        String system = request.prompt().stream()
                .filter(message -> message.role() == Role.SYSTEM)
                .map(PromptMessage::content)
                .collect(Collectors.joining("\n\n"));
        if (!system.isBlank()) {
            body.put("systemInstruction", Map.of("parts", List.of(Map.of("text", system))));
        }
        body.put("contents", contents(request));
        body.put("generationConfig", generation(request, model));
        tools(body, wishes);
        return body;
    }

    private static Map<String, @Nullable Object> generation(ModelRequest request, ModelProvider.Model model) {
        Wishes wishes = request.wishes();
        Map<String, @Nullable Object> generation = new LinkedHashMap<>();
        generation.put("maxOutputTokens", request.maxOutputTokens());
        if (model.can().sampling()) {
            generation.put("temperature", request.temperature());
            if (wishes.topP() != null) {
                generation.put("topP", wishes.topP());
            }
        }
        if (!wishes.stop().isEmpty()) {
            generation.put("stopSequences", wishes.stop());
        }
        Format format = wishes.format();
        if (format.kind() != Format.Kind.TEXT) {
            generation.put("responseMimeType", "application/json");
        }
        if (format.kind() == Format.Kind.SCHEMA) {
            generation.put("responseJsonSchema", format.schema());
        }
        return generation;
    }

    private record Content(String role, List<Map<String, Object>> parts) {}

    /** In turns, as for Anthropic's. A tool's answer names the tool there, not the call. */
    private List<Content> contents(ModelRequest request) {
        List<Content> contents = new ArrayList<>();
        Map<String, String> tools = new LinkedHashMap<>();
        boolean signed =
                request.model().startsWith("gemini-") && !request.model().startsWith("gemini-2.");
        for (PromptMessage message : request.prompt()) {
            if (message.role() == Role.SYSTEM) {
                continue;
            }
            message.calls().forEach(call -> tools.put(call.id(), call.name()));
            String role = message.role() == Role.ASSISTANT ? "model" : "user";
            List<Map<String, Object>> parts = parts(message, tools, signed);
            if (parts.isEmpty() || (contents.isEmpty() && role.equals("model"))) {
                continue;
            }
            if (!contents.isEmpty() && contents.getLast().role().equals(role)) {
                contents.getLast().parts().addAll(parts);
            } else {
                contents.add(new Content(role, new ArrayList<>(parts)));
            }
        }
        return contents;
    }

    private List<Map<String, Object>> parts(PromptMessage message, Map<String, String> tools, boolean signed) {
        if (message.answerTo() != null) {
            String tool = tools.getOrDefault(message.answerTo(), message.answerTo());
            return List.of(
                    Map.of("functionResponse", Map.of("name", tool, "response", Map.of("result", message.content()))));
        }
        List<Map<String, Object>> parts = new ArrayList<>();
        if (!message.content().isBlank()) {
            parts.add(Map.of("text", message.content()));
        }
        message.calls().forEach(call -> parts.add(call(call, signed)));
        return parts;
    }

    private Map<String, Object> call(ToolCall call, boolean signed) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put(
                "functionCall",
                Map.of("name", call.name(), "args", AnthropicProtocol.arguments(json, call.arguments())));
        if (signed) {
            part.put("thoughtSignature", NO_SIGNATURE);
        }
        return part;
    }

    private static void tools(Map<String, Object> body, Wishes wishes) {
        if (wishes.tools().isEmpty()) {
            return;
        }
        List<Map<String, Object>> functions = wishes.tools().stream()
                .map(tool -> Map.<String, Object>of(
                        "name",
                        tool.name(),
                        "description",
                        tool.description(),
                        "parametersJsonSchema",
                        tool.parameters()))
                .toList();
        body.put("tools", List.of(Map.of("functionDeclarations", functions)));
        String choice = wishes.toolChoice();
        if (choice != null) {
            Map<String, Object> calling =
                    switch (choice) {
                        case "auto" -> Map.of("mode", "AUTO");
                        case "none" -> Map.of("mode", "NONE");
                        case "required" -> Map.of("mode", "ANY");
                        default -> Map.of("mode", "ANY", "allowedFunctionNames", List.of(choice));
                    };
            body.put("toolConfig", Map.of("functionCallingConfig", calling));
        }
    }

    @Override
    public Reading reading(ModelProvider.Sink sink) {
        return new GeminiReading(sink);
    }
}
