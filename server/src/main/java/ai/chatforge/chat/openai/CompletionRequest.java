package ai.chatforge.chat.openai;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.openai.Completions.Ask;
import ai.chatforge.chat.openai.Completions.Call;
import ai.chatforge.chat.openai.Completions.Names;
import ai.chatforge.chat.openai.Completions.Speaker;
import ai.chatforge.chat.openai.Completions.Tool;
import ai.chatforge.chat.openai.Completions.Turn;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.security.Caller;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for a chat completion. The one exception from the rule that unknown fields are refused, as all of this API:
 * OpenAI's libraries send new ones that a bot has no use for, and have to go on working.
 */
@Schema(name = "ChatCompletionRequest")
@JsonIgnoreProperties(ignoreUnknown = true)
record CompletionRequest(
        @Schema(description = "One of GET /v1/models; default, or the bot's id, for the bot's own", example = "default")
        @Nullable
        String model,

        List<@Nullable ChatMessage> messages,

        @Schema(description = "true: server-sent events with chunks, and [DONE] at the end") @Nullable
        Boolean stream,

        @JsonProperty("stream_options") @Nullable StreamOptions streamOptions,
        @Nullable Double temperature,
        @JsonProperty("top_p") @Nullable Double topP,
        @JsonProperty("max_tokens") @Nullable Integer maxTokens,

        @JsonProperty("max_completion_tokens") @Nullable Integer maxCompletionTokens,

        @Schema(description = "1 only") @Nullable Integer n,

        @Schema(description = "A text, or up to four, that end the answer", implementation = Object.class) @Nullable
        JsonNode stop,

        @Nullable List<@Nullable ChatTool> tools,

        @Schema(description = "auto, none, required, or an object that names a function", implementation = Object.class)
        @JsonProperty("tool_choice")
        @Nullable
        JsonNode toolChoice,

        @Schema(description = "Whether several tools may be called at once")
        @JsonProperty("parallel_tool_calls")
        @Nullable
        Boolean parallelToolCalls,

        @Schema(description = "An object whose type is text, json_object or json_schema", implementation = Object.class)
        @JsonProperty("response_format")
        @Nullable
        JsonNode responseFormat) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "ChatCompletionMessageSent")
    record ChatMessage(
            @Schema(description = "system, developer, user, assistant or tool", example = "user") @Nullable
            String role,

            @Schema(
                    description = "A text, or a list of parts with text",
                    example = "When does the shop open on Saturdays?",
                    implementation = Object.class)
            @Nullable
            JsonNode content,

            @Schema(description = "What the assistant said instead of a content, as it came") @Nullable
            String refusal,

            @JsonProperty("tool_calls") @Nullable List<@Nullable SentCall> toolCalls,
            @JsonProperty("tool_call_id") @Nullable String toolCallId) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "ChatCompletionToolCallSent")
    record SentCall(
            @Nullable String id,
            @Nullable String type,
            @Nullable SentFunction function) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "ChatCompletionFunctionSent")
    record SentFunction(@Nullable String name, @Nullable String arguments) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "ChatCompletionTool")
    record ChatTool(@Nullable String type, @Nullable Function function) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "ChatCompletionFunction")
    record Function(
            @Nullable String name,
            @Nullable String description,

            @Schema(description = "JSON schema", implementation = Object.class) @Nullable
            JsonNode parameters,

            @Schema(description = "Whether calls have to keep to the schema exactly") @Nullable
            Boolean strict) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "ChatCompletionStreamOptions")
    record StreamOptions(
            @JsonProperty("include_usage") @Nullable Boolean includeUsage) {}

    boolean streams() {
        return Boolean.TRUE.equals(stream);
    }

    boolean includesUsage() {
        return streamOptions != null && Boolean.TRUE.equals(streamOptions.includeUsage());
    }

    Ask ask(Caller.Key caller, BotProfile bot) {
        if (n != null && n != 1) {
            throw ApiException.invalid("n", "must be 1: there is one answer to a request");
        }
        List<Tool> offered = offered();
        return new Ask(
                caller,
                bot,
                Inputs.required(model, "model"),
                turns(),
                Inputs.within(temperature, 0, 2, "temperature"),
                Inputs.within(topP, 0, 1, "top_p"),
                maxCompletionTokens == null
                        ? Inputs.positive(maxTokens, "max_tokens")
                        : Inputs.positive(maxCompletionTokens, "max_completion_tokens"),
                Inputs.stops(stop),
                offered,
                Inputs.toolChoice(toolChoice, offered),
                parallelToolCalls,
                Inputs.format(responseFormat, "json_schema", "response_format"),
                Names.OF_COMPLETIONS);
    }

    private List<Turn> turns() {
        if (messages == null || messages.isEmpty() || messages.size() > Inputs.MESSAGES) {
            throw ApiException.invalid("messages", "must be from 1 to " + Inputs.MESSAGES + " messages");
        }
        List<Turn> turns = new ArrayList<>();
        for (ChatMessage message : messages) {
            turns.add(turn(message, "messages[" + turns.size() + "]"));
        }
        return turns;
    }

    private static Turn turn(@Nullable ChatMessage message, String field) {
        if (message == null) {
            throw ApiException.invalid(field, "must be a message");
        }
        Speaker speaker = speaker(message.role(), field + ".role");
        String said = Inputs.text(message.content(), field + ".content");
        String refusal = message.refusal();
        String text = speaker == Speaker.ASSISTANT && said.isEmpty() && refusal != null ? refusal : said;
        List<Call> calls = speaker == Speaker.ASSISTANT ? calls(message, field + ".tool_calls") : List.of();
        if (Inputs.isAbsent(message.content()) && calls.isEmpty() && speaker != Speaker.ASSISTANT) {
            throw ApiException.invalid(field + ".content", "must be given");
        }
        String answerTo =
                speaker == Speaker.TOOL ? Inputs.required(message.toolCallId(), field + ".tool_call_id") : null;
        return new Turn(speaker, text, calls, answerTo);
    }

    static Speaker speaker(@Nullable String role, String field) {
        return switch (role) {
            case "system", "developer" -> Speaker.SYSTEM;
            case "user" -> Speaker.USER;
            case "assistant" -> Speaker.ASSISTANT;
            case "tool" -> Speaker.TOOL;
            case null, default ->
                throw ApiException.invalid(field, "must be system, developer, user, assistant or tool");
        };
    }

    private static List<Call> calls(ChatMessage message, String field) {
        if (message.toolCalls() == null) {
            return List.of();
        }
        List<Call> calls = new ArrayList<>();
        for (SentCall call : message.toolCalls()) {
            SentFunction function = call == null ? null : call.function();
            calls.add(Inputs.call(
                    call == null ? null : call.id(),
                    function == null ? null : function.name(),
                    function == null ? null : function.arguments(),
                    field + "[" + calls.size() + "]"));
        }
        return calls;
    }

    private List<Tool> offered() {
        Inputs.requireFew(tools);
        List<Tool> offered = new ArrayList<>();
        for (ChatTool tool : tools == null ? List.<@Nullable ChatTool>of() : tools) {
            String field = "tools[" + offered.size() + "]";
            Function function = tool == null ? null : tool.function();
            if (tool == null || function == null || !"function".equals(tool.type())) {
                throw ApiException.invalid(field, "must be of type function, with a function");
            }
            offered.add(Inputs.tool(
                    function.name(),
                    function.description(),
                    function.parameters(),
                    function.strict(),
                    field + ".function"));
        }
        return offered;
    }
}
