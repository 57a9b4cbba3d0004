package ai.chatforge.chat.openai;

import ai.chatforge.chat.openai.Completions.Call;
import ai.chatforge.chat.openai.Completions.Cited;
import ai.chatforge.chat.openai.Completions.End;
import ai.chatforge.chat.openai.Completions.Outcome;
import ai.chatforge.chat.openai.Completions.Used;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A chat completion as OpenAI's API reference has it. */
record ChatCompletion(
        String id,
        @Schema(example = "chat.completion") String object,
        long created,
        String model,
        List<Choice> choices,
        Usage usage) {

    @Schema(name = "ChatCompletionChoice")
    record Choice(
            int index,
            Reply message,
            @JsonProperty("finish_reason") String finishReason) {}

    @Schema(name = "ChatCompletionMessage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reply(
            String role,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String content,

            @Schema(description = "Why the model does not answer; the content is null then")
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Nullable
            String refusal,

            @Schema(description = "What the markers such as [1] in the content point at")
            List<Annotation> annotations,

            @JsonProperty("tool_calls") @Nullable List<ToolCall> toolCalls) {}

    @Schema(name = "ChatCompletionAnnotation")
    record Annotation(
            String type, @JsonProperty("url_citation") UrlCitation urlCitation, Source source) {
        static Annotation of(Cited cited) {
            return new Annotation(
                    "url_citation",
                    new UrlCitation(cited.start(), cited.end(), cited.title(), cited.url()),
                    Source.of(cited));
        }
    }

    @Schema(name = "UrlCitation", description = "Where the marker stands in the content, in UTF-16 units")
    record UrlCitation(
            @JsonProperty("start_index") int startIndex,
            @JsonProperty("end_index") int endIndex,
            String title,

            @Schema(description = "Of the page that it is from, or of the page in the application that shows it")
            String url) {}

    /** What ChatForge knows besides. */
    @Schema(name = "CitedSource")
    record Source(
            int marker,
            @JsonProperty("source_id") UUID sourceId,
            @JsonProperty("passage_id") UUID passageId,
            @JsonProperty("file_name") @Nullable String fileName,
            @Nullable Integer page,
            @Nullable Integer second,
            @Nullable String section,
            String text) {
        static Source of(Cited cited) {
            return new Source(
                    cited.marker(),
                    cited.sourceId(),
                    cited.passageId(),
                    cited.fileName(),
                    cited.page(),
                    cited.second(),
                    cited.section(),
                    cited.text());
        }
    }

    @Schema(name = "ChatCompletionToolCall")
    record ToolCall(String id, String type, CalledFunction function) {
        static ToolCall of(Call call) {
            return new ToolCall(call.id(), "function", new CalledFunction(call.name(), call.arguments()));
        }
    }

    @Schema(name = "ChatCompletionCalledFunction")
    record CalledFunction(
            String name,

            @Schema(description = "JSON, as the model wrote it")
            String arguments) {}

    @Schema(name = "ChatCompletionUsage")
    record Usage(
            @JsonProperty("prompt_tokens") long promptTokens,
            @JsonProperty("completion_tokens") long completionTokens,
            @JsonProperty("total_tokens") long totalTokens,
            @JsonProperty("prompt_tokens_details") PromptDetails promptTokensDetails) {
        static Usage of(Used used) {
            return new Usage(
                    used.prompt(),
                    used.completion(),
                    used.prompt() + used.completion(),
                    new PromptDetails(used.cached()));
        }
    }

    @Schema(name = "ChatCompletionPromptDetails")
    record PromptDetails(@JsonProperty("cached_tokens") long cachedTokens) {}

    static ChatCompletion of(String id, long created, Outcome outcome) {
        boolean refused = !outcome.refusal().isEmpty();
        boolean silent =
                refused || (outcome.text().isEmpty() && !outcome.calls().isEmpty());
        Reply reply = new Reply(
                "assistant",
                silent ? null : outcome.text(),
                refused ? outcome.refusal() : null,
                outcome.cited().stream().map(Annotation::of).toList(),
                outcome.calls().isEmpty()
                        ? null
                        : outcome.calls().stream().map(ToolCall::of).toList());
        return new ChatCompletion(
                id,
                "chat.completion",
                created,
                outcome.model(),
                List.of(new Choice(0, reply, reason(outcome.end()))),
                Usage.of(outcome.used()));
    }

    static String reason(End end) {
        return switch (end) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case FILTERED -> "content_filter";
        };
    }
}
