package ai.chatforge.testkit.provider;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The events of a stream, as OpenAI's API reference lays them out. Those that depend on the model alone are written once
 * and kept: this provider shares its processor with what is being measured.
 */
final class OpenAiFrames implements Frames {
    private static final int KEPT_MODELS = 200;
    private static final int KEPT_WORDS = 1_000;
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
    private static final Map<Key, OpenAiFrames> KEPT = new ConcurrentHashMap<>();

    private final JsonMapper json;
    private final String before;
    private final String after;
    private final String field;
    private final byte[] role;
    private final @Nullable List<byte[]> words;

    private record Key(Script.Content content, String model, boolean usage) {}

    private OpenAiFrames(JsonMapper json, String model, boolean usage, Script script) {
        this.json = json;
        field = script.field();
        before =
                "data: {\"id\":\"chatcmpl-scripted\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":"
                        + json.writeValueAsString(model) + ",\"system_fingerprint\":\"fp_scripted\",\"choices\":[";
        // With include_usage every event but the last one says null (API reference, stream_options).
        after = "]" + (usage ? ",\"usage\":null" : "") + "}\n\n";
        role = event("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null");
        words = script.content() instanceof Script.Content.Words(int count)
                ? IntStream.rangeClosed(1, Math.min(count, KEPT_WORDS))
                        .mapToObj(i -> word("\"" + (i == 1 ? "" : " ") + "w" + i + "\""))
                        .toList()
                : null;
    }

    static OpenAiFrames of(JsonMapper json, Script script, String model, boolean usage) {
        Key key = new Key(script.content(), model, usage);
        OpenAiFrames frames = KEPT.get(key);
        if (frames == null) {
            frames = new OpenAiFrames(json, model, usage, script);
            if (KEPT.size() < KEPT_MODELS) {
                KEPT.put(key, frames);
            }
        }
        return frames;
    }

    @Override
    public byte[] begin() {
        return role;
    }

    @Override
    public byte[] word(int index, String piece) {
        return words != null && index < words.size() ? words.get(index) : word(json.writeValueAsString(piece));
    }

    private byte[] word(String jsonString) {
        return event("{\"" + field + "\":" + jsonString + "}", "null");
    }

    @Override
    public byte[] call(String tool) {
        return calls(
                "\"id\":\"call_0\",\"type\":\"function\",\"function\":{\"name\":\"" + tool + "\",\"arguments\":\"\"}");
    }

    @Override
    public byte[] argument(String piece) {
        return calls("\"function\":{\"arguments\":" + json.writeValueAsString(piece) + "}");
    }

    private byte[] calls(String rest) {
        return event("{\"tool_calls\":[{\"index\":0," + rest + "}]}", "null");
    }

    @Override
    public byte[] finish(Why why, Call.@Nullable Usage usage) {
        return event("{}", "\"" + reason(why) + "\"");
    }

    static String reason(Why why) {
        return switch (why) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case CALLS -> "tool_calls";
        };
    }

    @Override
    public byte[] error() {
        return bytes("data: " + Errors.OPENAI_SERVER_ERROR + "\n\n");
    }

    @Override
    public byte[] usage(Call.Usage usage) {
        return bytes(before + "],\"usage\":" + json(usage) + "}\n\n");
    }

    @Override
    public byte[] done() {
        return DONE;
    }

    private byte[] event(String delta, String finishReason) {
        return bytes(before + "{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finishReason
                + "}" + after);
    }

    static String json(Call.Usage usage) {
        return "{\"prompt_tokens\":" + usage.promptTokens() + ",\"completion_tokens\":" + usage.completionTokens()
                + ",\"total_tokens\":" + (usage.promptTokens() + usage.completionTokens())
                + ",\"prompt_tokens_details\":{\"cached_tokens\":" + usage.cachedTokens() + ",\"audio_tokens\":0}}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
