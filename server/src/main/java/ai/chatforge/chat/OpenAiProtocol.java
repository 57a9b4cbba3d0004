package ai.chatforge.chat;

import ai.chatforge.chat.ModelRequest.Format;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Wishes;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chat completions with {@code stream: true} as OpenAI, Azure, Ollama, vLLM, Groq and others speak them: server-sent
 * events of {@code choices[0].delta}, usage in the last one ({@code stream_options.include_usage}), {@code [DONE]}.
 */
final class OpenAiProtocol implements ModelProtocol {
    private static final String OLD_MOST = "max_tokens";
    private static final String NEW_MOST = "max_completion_tokens";
    private static final String USAGE = "stream_options";
    private static final String STOP = "stop";
    /** Regions have hosts of their own, such as eu.api.openai.com. */
    private static final Pattern OPENAI_HOST = Pattern.compile(
            "(?i)(.+\\.)?api\\.openai\\.com|.+\\.(openai|services\\.ai|cognitiveservices)\\.azure\\.com");

    private final URI endpoint;
    private final boolean azure;
    private final String most;
    private final String otherMost;

    /** @param apiVersion of Azure, which also takes its key in another header */
    OpenAiProtocol(String baseUrl, @Nullable String apiVersion) {
        this.azure = apiVersion != null && !apiVersion.isBlank();
        String query = azure ? "?api-version=" + apiVersion : "";
        this.endpoint = URI.create(baseUrl.replaceAll("/+$", "") + "/chat/completions" + query);
        // OpenAI's newer models refuse the old name; most others do not know the new one, and some pass it over.
        boolean openAi =
                azure || OPENAI_HOST.matcher(String.valueOf(endpoint.getHost())).matches();
        this.most = openAi ? NEW_MOST : OLD_MOST;
        this.otherMost = openAi ? OLD_MOST : NEW_MOST;
    }

    @Override
    public URI endpoint(ModelRequest request) {
        return endpoint;
    }

    @Override
    public Map<String, String> headers(@Nullable String key) {
        if (key == null) {
            return Map.of();
        }
        return azure ? Map.of("api-key", key) : Map.of("Authorization", "Bearer " + key);
    }

    @Override
    public Set<String> dispensable() {
        return Set.of(OLD_MOST, NEW_MOST, USAGE, STOP);
    }

    @Override
    public Map<String, Object> body(ModelRequest request, ModelProvider.Model model, Set<String> refused) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", request.model());
        body.put(
                "messages",
                request.prompt().stream().map(OpenAiProtocol::message).toList());
        body.put(refused.contains(most) ? otherMost : most, request.maxOutputTokens());
        body.put("stream", true);
        // Mistral tells the usage unasked, and refuses to be asked.
        if (!refused.contains(USAGE)) {
            body.put(USAGE, Map.of("include_usage", true));
        }
        Wishes wishes = request.wishes();
        if (model.can().sampling()) {
            body.put("temperature", request.temperature());
            if (wishes.topP() != null) {
                body.put("top_p", wishes.topP());
            }
        }
        // Models that think first refuse it, some of them; the answer ends there all the same.
        if (!wishes.stop().isEmpty() && !refused.contains(STOP)) {
            body.put(STOP, wishes.stop());
        }
        tools(body, wishes, model.can().toolUse());
        format(body, wishes.format());
        return body;
    }

    private static Map<String, @Nullable Object> message(PromptMessage message) {
        Map<String, @Nullable Object> node = new LinkedHashMap<>();
        node.put("role", message.role().key());
        // One that only calls tools says nothing, and some take no empty text.
        node.put("content", message.calls().isEmpty() || !message.content().isEmpty() ? message.content() : null);
        if (!message.calls().isEmpty()) {
            node.put(
                    "tool_calls",
                    message.calls().stream()
                            .map(call -> Map.of(
                                    "id",
                                    call.id(),
                                    "type",
                                    "function",
                                    "function",
                                    Map.of("name", call.name(), "arguments", call.arguments())))
                            .toList());
        }
        if (message.answerTo() != null) {
            node.put("tool_call_id", message.answerTo());
        }
        return node;
    }

    private static void tools(Map<String, Object> body, Wishes wishes, ModelProvider.ToolUse use) {
        if (wishes.tools().isEmpty()) {
            return;
        }
        body.put(
                "tools",
                wishes.tools().stream()
                        .map(tool -> Map.of("type", "function", "function", function(tool)))
                        .toList());
        if (wishes.parallelCalls() != null) {
            body.put("parallel_tool_calls", wishes.parallelCalls());
        }
        if (use == ModelProvider.ToolUse.WITHOUT_THINKING) {
            body.put("reasoning_effort", "none");
        }
        String choice = wishes.toolChoice();
        if (choice != null) {
            boolean word = List.of("auto", "none", "required").contains(choice);
            body.put("tool_choice", word ? choice : Map.of("type", "function", "function", Map.of("name", choice)));
        }
    }

    private static Map<String, Object> function(ModelRequest.Tool tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        function.put("description", tool.description());
        function.put("parameters", tool.parameters());
        if (tool.strict() != null) {
            function.put("strict", tool.strict());
        }
        return function;
    }

    private static void format(Map<String, Object> body, Format format) {
        switch (format.kind()) {
            case TEXT -> {}
            case JSON -> body.put("response_format", Map.of("type", "json_object"));
            case SCHEMA -> {
                Map<String, @Nullable Object> schema = new LinkedHashMap<>();
                schema.put("name", format.name() == null ? "answer" : format.name());
                schema.put("schema", format.schema());
                if (format.strict() != null) {
                    schema.put("strict", format.strict());
                }
                body.put("response_format", Map.of("type", "json_schema", "json_schema", schema));
            }
        }
    }

    @Override
    public Reading reading(ModelProvider.Sink sink) {
        return new OpenAiReading(sink);
    }
}
