package ai.chatforge.chat;

import tools.jackson.databind.JsonNode;

/** One streamed chat completion. */
final class OpenAiReading implements ModelProtocol.Reading {
    private final ModelProvider.Sink sink;
    private boolean complete;

    OpenAiReading(ModelProvider.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void take(JsonNode event) {
        JsonNode choice = event.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        say(delta.path("content").asString(""), false);
        say(delta.path("refusal").asString(""), true);
        calls(delta.path("tool_calls"));
        JsonNode reason = choice.path("finish_reason");
        if (reason.isString()) {
            complete = true;
            sink.event(new ModelEvent.Finished(reason(reason.asString())));
        }
        JsonNode usage = event.path("usage");
        if (usage.isObject() && usage.has("completion_tokens")) {
            sink.event(new ModelEvent.Usage(
                    usage.path("prompt_tokens").asLong(0),
                    usage.path("prompt_tokens_details").path("cached_tokens").asLong(0),
                    usage.path("completion_tokens").asLong(0)));
        }
    }

    private void say(String text, boolean refusal) {
        if (!text.isEmpty()) {
            sink.event(new ModelEvent.Delta(text, refusal));
        }
    }

    private void calls(JsonNode calls) {
        for (int i = 0; i < calls.size(); i++) {
            JsonNode call = calls.get(i);
            JsonNode function = call.path("function");
            sink.event(new ModelEvent.ToolCall(
                    // Some leave it out, and send their calls whole.
                    call.path("index").asInt(i),
                    call.path("id").asString(""),
                    function.path("name").asString(""),
                    function.path("arguments").asString("")));
        }
    }

    private static ModelEvent.Reason reason(String told) {
        return switch (told) {
            case "length" -> ModelEvent.Reason.LENGTH;
            case "tool_calls", "function_call" -> ModelEvent.Reason.TOOL_CALLS;
            case "content_filter" -> ModelEvent.Reason.FILTERED;
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
