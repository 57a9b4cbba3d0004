package ai.chatforge.testkit.provider;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code streamGenerateContent?alt=sse} as Google's API reference lays it out. Calls of tools come whole. */
final class GeminiFrames implements Frames {
    private final JsonMapper json;
    private final String end;
    private final StringBuilder arguments = new StringBuilder();
    private @Nullable String tool;

    GeminiFrames(JsonMapper json, String model) {
        this.json = json;
        this.end = ",\"modelVersion\":" + json.writeValueAsString(model) + ",\"responseId\":\"scripted\"}\r\n\r\n";
    }

    @Override
    public byte[] begin() {
        return new byte[0];
    }

    @Override
    public byte[] word(int index, String piece) {
        return event("{\"text\":" + json.writeValueAsString(piece) + "}", "", "");
    }

    @Override
    public byte[] call(String name) {
        tool = name;
        return new byte[0];
    }

    @Override
    public byte[] argument(String piece) {
        arguments.append(piece);
        return new byte[0];
    }

    @Override
    public byte[] finish(Why why, Call.@Nullable Usage usage) {
        String part = tool == null
                ? "{\"text\":\"\"}"
                : "{\"functionCall\":{\"name\":\"" + tool + "\",\"args\":" + arguments + "}}";
        String reason = why == Why.LENGTH ? "MAX_TOKENS" : "STOP";
        return event(part, ",\"finishReason\":\"" + reason + "\"", usage == null ? "" : metadata(usage));
    }

    /** Zeros are left out, as protocol buffers do. */
    private static String metadata(Call.Usage usage) {
        StringBuilder text = new StringBuilder(",\"usageMetadata\":{");
        count(text, "promptTokenCount", usage.promptTokens());
        count(text, "cachedContentTokenCount", usage.cachedTokens());
        count(text, "candidatesTokenCount", usage.completionTokens());
        count(text, "totalTokenCount", usage.promptTokens() + usage.completionTokens());
        return text.append('}').toString();
    }

    private static void count(StringBuilder text, String name, long count) {
        if (count > 0) {
            text.append(text.charAt(text.length() - 1) == '{' ? "\"" : ",\"")
                    .append(name)
                    .append("\":")
                    .append(count);
        }
    }

    @Override
    public byte[] usage(Call.Usage usage) {
        return new byte[0];
    }

    @Override
    public byte[] done() {
        return new byte[0];
    }

    @Override
    public byte[] error() {
        return bytes("data: {\"error\":{\"code\":503,\"message\":\"Overloaded\",\"status\":\"UNAVAILABLE\"}}\r\n\r\n");
    }

    private byte[] event(String part, String reason, String usage) {
        return bytes("data: {\"candidates\":[{\"content\":{\"parts\":[" + part + "],\"role\":\"model\"}" + reason
                + ",\"index\":0}]" + usage + end);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
