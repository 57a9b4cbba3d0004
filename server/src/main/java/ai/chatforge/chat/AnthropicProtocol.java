package ai.chatforge.chat;

import ai.chatforge.chat.ModelRequest.Format;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.chat.ModelRequest.Wishes;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Anthropic's Messages API, streamed. */
final class AnthropicProtocol implements ModelProtocol {
    private static final String VERSION = "2023-06-01";

    private final URI endpoint;
    private final JsonMapper json;

    AnthropicProtocol(String baseUrl, JsonMapper json) {
        this.endpoint = URI.create(baseUrl.replaceAll("/+$", "") + "/messages");
        this.json = json;
    }

    @Override
    public URI endpoint(ModelRequest request) {
        return endpoint;
    }

    @Override
    public Map<String, String> headers(@Nullable String key) {
        return key == null
                ? Map.of("anthropic-version", VERSION)
                : Map.of("anthropic-version", VERSION, "x-api-key", key);
    }

    @Override
    public Map<String, Object> body(ModelRequest request, ModelProvider.Model model, Set<String> refused) {
        Wishes wishes = request.wishes();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", request.model());
        body.put("max_tokens", request.maxOutputTokens());
        body.put("stream", true);
        Forced forced = Forced.of(wishes, model);
        String system = system(request.prompt(), wishes.format()) + forced.words();
        if (!system.isBlank()) {
            body.put("system", system);
        }
        body.put("messages", messages(request.prompt()));
        if (model.can().sampling()) {
            // Not both: newer models refuse that. Theirs goes to 1, OpenAI's to 2.
            if (wishes.topP() == null) {
                body.put("temperature", Math.min(1, request.temperature()));
            } else {
                body.put("top_p", wishes.topP());
            }
        }
        // White space alone is refused.
        List<String> stop =
                wishes.stop().stream().filter(text -> !text.isBlank()).toList();
        if (!stop.isEmpty()) {
            body.put("stop_sequences", stop);
        }
        tools(body, wishes, forced);
        return body;
    }

    /** It stands apart there, and a format is asked for in words. */
    private String system(List<PromptMessage> prompt, Format format) {
        String system = prompt.stream()
                .filter(message -> message.role() == Role.SYSTEM)
                .map(PromptMessage::content)
                .collect(Collectors.joining("\n\n"));
        return switch (format.kind()) {
            case TEXT -> system;
            case JSON -> system + "\n\nAnswer with one JSON object and nothing else.";
            case SCHEMA ->
                system + "\n\nAnswer with one JSON value and nothing else. It must keep to this JSON schema:\n"
                        + json.writeValueAsString(format.schema());
        };
    }

    private record Turn(String role, List<Map<String, Object>> content) {}

    /** In turns: what stands together of one side is one message, and the user's is the first. */
    private List<Turn> messages(List<PromptMessage> prompt) {
        List<Turn> turns = new ArrayList<>();
        for (PromptMessage message : prompt) {
            if (message.role() == Role.SYSTEM) {
                continue;
            }
            String role = message.role() == Role.ASSISTANT ? "assistant" : "user";
            List<Map<String, Object>> content = content(message);
            if (content.isEmpty() || (turns.isEmpty() && role.equals("assistant"))) {
                continue;
            }
            if (!turns.isEmpty() && turns.getLast().role().equals(role)) {
                turns.getLast().content().addAll(content);
            } else {
                turns.add(new Turn(role, new ArrayList<>(content)));
            }
        }
        return turns;
    }

    private List<Map<String, Object>> content(PromptMessage message) {
        if (message.answerTo() != null) {
            return List.of(
                    Map.of("type", "tool_result", "tool_use_id", message.answerTo(), "content", message.content()));
        }
        List<Map<String, Object>> content = new ArrayList<>();
        if (!message.content().isBlank()) {
            content.add(Map.of("type", "text", "text", message.content()));
        }
        message.calls()
                .forEach(call -> content.add(Map.of(
                        "type",
                        "tool_use",
                        "id",
                        call.id(),
                        "name",
                        call.name(),
                        "input",
                        arguments(json, call.arguments()))));
        return content;
    }

    /** As the object that they are; what a model wrote may be none. */
    static JsonNode arguments(JsonMapper json, String text) {
        try {
            JsonNode node = json.readTree(text.isBlank() ? "{}" : text);
            return node.isObject() ? node : json.createObjectNode();
        } catch (JacksonException e) {
            return json.createObjectNode();
        }
    }

    /**
     * A call that the caller insists on, of a model that refuses to be made to (Claude Opus 5.5, what's new: forced tool
     * use): it is said in words then, and a tool that is named is the only one.
     */
    private record Forced(boolean inWords, @Nullable String tool) {
        private static final Forced NOTHING = new Forced(false, null);

        static Forced of(Wishes wishes, ModelProvider.Model model) {
            String choice = wishes.toolChoice();
            if (choice == null
                    || wishes.tools().isEmpty()
                    || List.of("auto", "none").contains(choice)
                    || model.can().toolUse() != ModelProvider.ToolUse.NOT_FORCED) {
                return NOTHING;
            }
            return new Forced(true, choice.equals("required") ? null : choice);
        }

        String words() {
            if (!inWords) {
                return "";
            }
            return "\n\nYour next message has to be a call of "
                    + (tool == null ? "one of your tools" : "the tool " + tool) + ". Do not answer in words.";
        }

        boolean leaves(ModelRequest.Tool other) {
            return tool == null || tool.equals(other.name());
        }
    }

    private static void tools(Map<String, Object> body, Wishes wishes, Forced forced) {
        if (wishes.tools().isEmpty()) {
            return;
        }
        body.put(
                "tools",
                wishes.tools().stream()
                        .filter(forced::leaves)
                        .map(tool -> Map.of(
                                "name",
                                tool.name(),
                                "description",
                                tool.description(),
                                "input_schema",
                                tool.parameters()))
                        .toList());
        String choice = wishes.toolChoice();
        if (choice != null && !forced.inWords()) {
            body.put(
                    "tool_choice",
                    switch (choice) {
                        case "auto", "none" -> Map.of("type", choice);
                        case "required" -> Map.of("type", "any");
                        default -> Map.of("type", "tool", "name", choice);
                    });
        }
    }

    @Override
    public Reading reading(ModelProvider.Sink sink) {
        return new AnthropicReading(sink);
    }
}
