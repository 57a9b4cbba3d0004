package ai.chatforge.chat;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One streamed message of Anthropic's: blocks that begin, grow and end. Blocks of thinking are passed over. */
final class AnthropicReading implements ModelProtocol.Reading {
    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";

    private final ModelProvider.Sink sink;
    /** Which of the answer's calls a block is. */
    private final Map<Integer, Integer> calls = new HashMap<>();

    private boolean told;
    private long prompt;
    private long cached;
    private boolean complete;

    AnthropicReading(ModelProvider.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void take(JsonNode event) {
        switch (event.path("type").asString("")) {
            case "message_start" -> prompt(event.path("message").path("usage"));
            case "content_block_start" -> begin(event.path("index").asInt(0), event.path("content_block"));
            case "content_block_delta" -> grow(event.path("index").asInt(0), event.path("delta"));
            case "message_delta" -> finish(event);
            case "message_stop" -> complete = true;
            default -> {
                // Pings, and what is new: clients are told to pass it over.
            }
        }
    }

    /** What is read from the cache or written to it is told apart from the rest. */
    private void prompt(JsonNode usage) {
        if (usage.has(INPUT)) {
            told = true;
            cached = usage.path("cache_read_input_tokens").asLong(0);
            prompt = usage.path(INPUT).asLong(0)
                    + usage.path("cache_creation_input_tokens").asLong(0)
                    + cached;
        }
    }

    private void begin(int block, JsonNode content) {
        if (content.path("type").asString("").equals("tool_use")) {
            calls.put(block, calls.size());
            sink.event(new ModelEvent.ToolCall(
                    calls.size() - 1,
                    content.path("id").asString(""),
                    content.path("name").asString(""),
                    ""));
        } else {
            say(content.path("text").asString(""));
        }
    }

    private void grow(int block, JsonNode delta) {
        Integer call = calls.get(block);
        String arguments = delta.path("partial_json").asString("");
        if (call != null && !arguments.isEmpty()) {
            sink.event(new ModelEvent.ToolCall(call, "", "", arguments));
        }
        say(delta.path("text").asString(""));
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            sink.event(new ModelEvent.Delta(text));
        }
    }

    private void finish(JsonNode event) {
        JsonNode usage = event.path("usage");
        prompt(usage);
        String reason = event.path("delta").path("stop_reason").asString("");
        if (!reason.isEmpty()) {
            sink.event(new ModelEvent.Finished(reason(reason)));
        }
        if (told && usage.has(OUTPUT)) {
            sink.event(new ModelEvent.Usage(prompt, cached, usage.path(OUTPUT).asLong(0)));
        }
    }

    private static ModelEvent.Reason reason(String told) {
        return switch (told) {
            case "max_tokens", "model_context_window_exceeded" -> ModelEvent.Reason.LENGTH;
            case "tool_use" -> ModelEvent.Reason.TOOL_CALLS;
            case "refusal" -> ModelEvent.Reason.FILTERED;
            default -> ModelEvent.Reason.STOP;
        };
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    @Override
    public void end() {
        // Everything was told as it came.
    }
}
