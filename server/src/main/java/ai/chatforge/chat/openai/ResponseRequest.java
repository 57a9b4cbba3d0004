package ai.chatforge.chat.openai;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.openai.Completions.Ask;
import ai.chatforge.chat.openai.Completions.Format;
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

/** A request of the Responses API in its basic form; unknown fields are passed over, see {@link CompletionRequest}. */
@Schema(name = "ResponseRequest")
@JsonIgnoreProperties(ignoreUnknown = true)
record ResponseRequest(
        @Schema(description = "One of GET /v1/models; default, or the bot's id, for the bot's own", example = "default")
        @Nullable
        String model,

        @Schema(
                description = "A text, or a list of messages, calls of functions and what they gave",
                example = "When does the shop open on Saturdays?",
                implementation = Object.class)
        @Nullable
        JsonNode input,

        @Schema(description = "Stands behind the bot's own") @Nullable
        String instructions,

        @Schema(description = "true: server-sent events") @Nullable
        Boolean stream,

        @Nullable Double temperature,
        @JsonProperty("top_p") @Nullable Double topP,

        @JsonProperty("max_output_tokens") @Nullable Integer maxOutputTokens,

        @Nullable List<@Nullable FunctionTool> tools,

        @Schema(description = "auto, none, required, or an object that names a function", implementation = Object.class)
        @JsonProperty("tool_choice")
        @Nullable
        JsonNode toolChoice,

        @Schema(description = "Whether several tools may be called at once")
        @JsonProperty("parallel_tool_calls")
        @Nullable
        Boolean parallelToolCalls,

        @Nullable TextOptions text,

        @Schema(description = "Nothing is stored, so it must be absent") @JsonProperty("previous_response_id") @Nullable
        String previousResponseId) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "ResponseFunctionTool")
    record FunctionTool(
            @Nullable String type,
            @Nullable String name,
            @Nullable String description,

            @Schema(description = "JSON schema", implementation = Object.class) @Nullable
            JsonNode parameters,

            @Schema(description = "Whether calls have to keep to the schema exactly") @Nullable
            Boolean strict) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "ResponseTextOptions")
    record TextOptions(
            @Schema(
                    description = "An object whose type is text, json_object or json_schema",
                    implementation = Object.class)
            @Nullable
            JsonNode format) {}

    boolean streams() {
        return Boolean.TRUE.equals(stream);
    }

    Ask ask(Caller.Key caller, BotProfile bot) {
        if (previousResponseId != null) {
            throw ApiException.invalid(
                    "previous_response_id",
                    "must be absent: nothing is stored here, so send the whole conversation as input");
        }
        List<Tool> offered = offered();
        return new Ask(
                caller,
                bot,
                Inputs.required(model, "model"),
                turns(),
                Inputs.within(temperature, 0, 2, "temperature"),
                Inputs.within(topP, 0, 1, "top_p"),
                Inputs.positive(maxOutputTokens, "max_output_tokens"),
                List.of(),
                offered,
                Inputs.toolChoice(toolChoice, offered),
                parallelToolCalls,
                text == null ? Format.TEXT : Inputs.format(text.format(), "", "text.format"),
                Names.OF_RESPONSES);
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        if (instructions != null && !instructions.isBlank()) {
            turns.add(new Turn(Speaker.SYSTEM, instructions, List.of(), null));
        }
        if (input == null || Inputs.isAbsent(input)) {
            throw ApiException.invalid("input", "must be given");
        } else if (input.isString()) {
            turns.add(new Turn(Speaker.USER, input.asString(), List.of(), null));
        } else if (input.isArray() && !input.isEmpty() && input.size() <= Inputs.MESSAGES) {
            for (int i = 0; i < input.size(); i++) {
                turns.add(item(input.get(i), "input[" + i + "]"));
            }
        } else {
            throw ApiException.invalid("input", "must be a text, or a list of 1 to " + Inputs.MESSAGES + " items");
        }
        return turns;
    }

    private static Turn item(JsonNode item, String field) {
        return switch (item.path("type").asString("message")) {
            case "message" ->
                new Turn(
                        CompletionRequest.speaker(item.path("role").asString(null), field + ".role"),
                        Inputs.text(item.path("content"), field + ".content"),
                        List.of(),
                        null);
            case "function_call" ->
                new Turn(
                        Speaker.ASSISTANT,
                        "",
                        List.of(Inputs.call(
                                item.path("call_id").asString(null),
                                item.path("name").asString(null),
                                item.path("arguments").asString(null),
                                field)),
                        null);
            case "function_call_output" ->
                new Turn(
                        Speaker.TOOL,
                        Inputs.text(item.path("output"), field + ".output"),
                        List.of(),
                        Inputs.required(item.path("call_id").asString(null), field + ".call_id"));
            default ->
                throw ApiException.invalid(field + ".type", "must be message, function_call or function_call_output");
        };
    }

    private List<Tool> offered() {
        Inputs.requireFew(tools);
        List<Tool> offered = new ArrayList<>();
        for (FunctionTool tool : tools == null ? List.<@Nullable FunctionTool>of() : tools) {
            String field = "tools[" + offered.size() + "]";
            if (tool == null || !"function".equals(tool.type())) {
                throw ApiException.invalid(field + ".type", "must be function: there are no tools of the server");
            }
            offered.add(Inputs.tool(tool.name(), tool.description(), tool.parameters(), tool.strict(), field));
        }
        return offered;
    }
}
