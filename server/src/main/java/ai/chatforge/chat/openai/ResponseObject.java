package ai.chatforge.chat.openai;

import ai.chatforge.chat.openai.Completions.Call;
import ai.chatforge.chat.openai.Completions.Cited;
import ai.chatforge.chat.openai.Completions.Used;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A response as OpenAI's API reference has it, with the fields that its libraries want to be there. */
@Schema(name = "Response")
record ResponseObject(
        String id,
        @Schema(example = "response") String object,
        @JsonProperty("created_at") long createdAt,

        @Schema(description = "in_progress, completed or incomplete")
        String status,

        @Nullable ResponseError error,
        @JsonProperty("incomplete_details") @Nullable Incomplete incompleteDetails,
        @Nullable String instructions,

        @JsonProperty("max_output_tokens") @Nullable Integer maxOutputTokens,

        String model,
        List<Item> output,

        @Schema(description = "All texts of the output") @JsonProperty("output_text")
        String outputText,

        @JsonProperty("parallel_tool_calls") boolean parallelToolCalls,

        @JsonProperty("previous_response_id") @Nullable String previousResponseId,

        boolean store,
        double temperature,
        @JsonProperty("tool_choice") String toolChoice,
        List<ToolEcho> tools,
        @JsonProperty("top_p") double topP,
        @Nullable Usage usage,
        Map<String, String> metadata) {

    @Schema(name = "ResponseError")
    record ResponseError(String code, String message) {}

    @Schema(name = "ResponseIncomplete")
    record Incomplete(
            @Schema(description = "max_output_tokens or content_filter")
            String reason) {}

    /** A message, or a call of a function. */
    @Schema(name = "ResponseItem")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            @Schema(description = "message or function_call")
            String type,

            String id,
            String status,
            @Nullable String role,
            @Nullable List<Part> content,
            @JsonProperty("call_id") @Nullable String callId,
            @Nullable String name,
            @Nullable String arguments) {
        static Item message(String id, String status, List<Part> content) {
            return new Item("message", id, status, "assistant", content, null, null, null);
        }

        static Item call(String id, String status, Call call) {
            return new Item("function_call", id, status, null, null, call.id(), call.name(), call.arguments());
        }
    }

    /** A text with what it cites, or in its place why the model does not answer. */
    @Schema(name = "ResponseText")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(
            @Schema(description = "output_text or refusal") String type,

            @Nullable String text,
            @Nullable List<Annotation> annotations,
            @Nullable String refusal) {
        static Part of(String text, List<Cited> cited) {
            return new Part(
                    "output_text", text, cited.stream().map(Annotation::of).toList(), null);
        }

        static Part refusal(String why) {
            return new Part("refusal", null, null, why);
        }
    }

    /** Of a page, or of a file. */
    @Schema(name = "ResponseAnnotation")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Annotation(
            @Schema(description = "url_citation or file_citation")
            String type,

            @JsonProperty("start_index") int startIndex,
            @JsonProperty("end_index") int endIndex,
            String title,
            String url,
            @JsonProperty("file_id") @Nullable UUID fileId,
            @Nullable String filename,
            @Nullable Integer index,
            ChatCompletion.Source source) {
        static Annotation of(Cited cited) {
            boolean file = !cited.web() && cited.fileName() != null;
            return new Annotation(
                    file ? "file_citation" : "url_citation",
                    cited.start(),
                    cited.end(),
                    cited.title(),
                    cited.url(),
                    file ? cited.sourceId() : null,
                    file ? cited.fileName() : null,
                    file ? cited.start() : null,
                    ChatCompletion.Source.of(cited));
        }
    }

    @Schema(name = "ResponseToolOffered")
    record ToolEcho(
            String type,
            String name,
            String description,

            @Schema(implementation = Object.class) JsonNode parameters,
            boolean strict) {}

    @Schema(name = "ResponseUsage")
    record Usage(
            @JsonProperty("input_tokens") long inputTokens,
            @JsonProperty("input_tokens_details") InputDetails inputTokensDetails,
            @JsonProperty("output_tokens") long outputTokens,
            @JsonProperty("output_tokens_details") OutputDetails outputTokensDetails,
            @JsonProperty("total_tokens") long totalTokens) {
        static Usage of(Used used) {
            return new Usage(
                    used.prompt(),
                    new InputDetails(used.cached()),
                    used.completion(),
                    new OutputDetails(0),
                    used.prompt() + used.completion());
        }
    }

    @Schema(name = "ResponseInputDetails")
    record InputDetails(@JsonProperty("cached_tokens") long cachedTokens) {}

    @Schema(name = "ResponseOutputDetails")
    record OutputDetails(@JsonProperty("reasoning_tokens") long reasoningTokens) {}
}
