package ai.chatforge.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One streamed answer of Gemini's. Its usage grows with each event; the last one counts. */
final class GeminiReading implements ModelProtocol.Reading {
    private final ModelProvider.Sink sink;
    private int calls;
    private ModelEvent.@Nullable Reason reason;
    private ModelEvent.@Nullable Usage usage;

    GeminiReading(ModelProvider.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void take(JsonNode event) {
        JsonNode candidate = event.path("candidates").path(0);
        candidate.path("content").path("parts").forEach(this::part);
        String told = candidate.path("finishReason").asString("");
        // A refused prompt has no candidate.
        boolean blocked = event.path("promptFeedback").hasNonNull("blockReason");
        if (!told.isEmpty() || blocked) {
            reason = blocked ? ModelEvent.Reason.FILTERED : reason(told);
        }
        JsonNode counted = event.path("usageMetadata");
        if (counted.isObject()) {
            usage = usage(counted);
        }
    }

    private void part(JsonNode part) {
        JsonNode call = part.path("functionCall");
        if (call.isObject()) {
            // Not every version names its calls.
            String id = call.path("id").asString("");
            sink.event(new ModelEvent.ToolCall(
                    calls,
                    id.isEmpty() ? "call_" + calls : id,
                    call.path("name").asString(""),
                    call.path("args").isObject() ? call.path("args").toString() : "{}"));
            calls++;
            return;
        }
        String text = part.path("text").asString("");
        if (!text.isEmpty() && !part.path("thought").asBoolean(false)) {
            sink.event(new ModelEvent.Delta(text));
        }
    }

    private static ModelEvent.Reason reason(String told) {
        return switch (told) {
            case "MAX_TOKENS" -> ModelEvent.Reason.LENGTH;
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII" -> ModelEvent.Reason.FILTERED;
            default -> ModelEvent.Reason.STOP;
        };
    }

    /** Zeros are left out there; thoughts are output that is billed. */
    private static ModelEvent.Usage usage(JsonNode counted) {
        return new ModelEvent.Usage(
                counted.path("promptTokenCount").asLong(0)
                        + counted.path("toolUsePromptTokenCount").asLong(0),
                counted.path("cachedContentTokenCount").asLong(0),
                counted.path("candidatesTokenCount").asLong(0)
                        + counted.path("thoughtsTokenCount").asLong(0));
    }

    @Override
    public boolean isComplete() {
        return reason != null;
    }

    @Override
    public void end() {
        if (reason != null) {
            boolean called = calls > 0 && reason == ModelEvent.Reason.STOP;
            sink.event(new ModelEvent.Finished(called ? ModelEvent.Reason.TOOL_CALLS : reason));
        }
        if (usage != null) {
            sink.event(usage);
        }
    }
}
