package ai.chatforge.testkit.provider;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A streamed message as Anthropic's API reference lays it out (Messages, streaming). */
final class AnthropicFrames implements Frames {
    private static final String PING = "event: ping\ndata: {\"type\":\"ping\"}\n\n";

    private final JsonMapper json;
    private final String model;
    private final Call.@Nullable Usage known;
    private int block;
    private boolean open;

    /** @param known what is told of it at the beginning already; null: nothing */
    AnthropicFrames(JsonMapper json, String model, Call.@Nullable Usage known) {
        this.json = json;
        this.model = json.writeValueAsString(model);
        this.known = known;
    }

    @Override
    public byte[] begin() {
        String usage = known == null ? "" : ",\"usage\":" + usage(known, 1);
        return bytes(event(
                        "message_start",
                        "\"message\":{\"id\":\"msg_scripted\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],"
                                + "\"model\":" + model + ",\"stop_reason\":null,\"stop_sequence\":null" + usage + "}")
                + PING);
    }

    /** Apart from Anthropic's cache: what is read from it is not among the input tokens. */
    private static String usage(Call.Usage usage, long output) {
        return "{\"input_tokens\":" + (usage.promptTokens() - usage.cachedTokens())
                + ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":" + usage.cachedTokens()
                + ",\"output_tokens\":" + output + "}";
    }

    @Override
    public byte[] word(int index, String piece) {
        String start = open ? "" : start("{\"type\":\"text\",\"text\":\"\"}");
        return bytes(start + delta("{\"type\":\"text_delta\",\"text\":" + json.writeValueAsString(piece) + "}"));
    }

    @Override
    public byte[] call(String tool) {
        return bytes(stop()
                + start("{\"type\":\"tool_use\",\"id\":\"toolu_" + block + "\",\"name\":\"" + tool
                        + "\",\"input\":{}}"));
    }

    @Override
    public byte[] argument(String piece) {
        return bytes(delta("{\"type\":\"input_json_delta\",\"partial_json\":" + json.writeValueAsString(piece) + "}"));
    }

    @Override
    public byte[] finish(Why why, Call.@Nullable Usage usage) {
        String reason =
                switch (why) {
                    case STOP -> "end_turn";
                    case LENGTH -> "max_tokens";
                    case CALLS -> "tool_use";
                };
        String told = usage == null ? "" : ",\"usage\":{\"output_tokens\":" + usage.completionTokens() + "}";
        return bytes(stop()
                + event(
                        "message_delta",
                        "\"delta\":{\"stop_reason\":\"" + reason + "\",\"stop_sequence\":null}" + told));
    }

    @Override
    public byte[] usage(Call.Usage usage) {
        return new byte[0];
    }

    @Override
    public byte[] done() {
        return bytes("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    @Override
    public byte[] error() {
        return bytes(event("error", "\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}"));
    }

    private String start(String content) {
        open = true;
        return event("content_block_start", "\"index\":" + block + ",\"content_block\":" + content);
    }

    private String delta(String delta) {
        return event("content_block_delta", "\"index\":" + block + ",\"delta\":" + delta);
    }

    private String stop() {
        if (!open) {
            return "";
        }
        open = false;
        return event("content_block_stop", "\"index\":" + block++);
    }

    private static String event(String type, String rest) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + rest + "}\n\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
