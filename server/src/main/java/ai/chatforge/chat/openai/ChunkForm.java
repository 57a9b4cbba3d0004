package ai.chatforge.chat.openai;

import ai.chatforge.chat.openai.Completions.Outcome;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.OpenAiError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Chunks of a chat completion; the last piece has the annotations, as their places are known then. */
final class ChunkForm implements Form {
    private static final Event DONE = new Event("", "[DONE]".getBytes(StandardCharsets.UTF_8));

    private final JsonMapper json;
    private final String id;
    private final long created;
    private final boolean usage;
    private String model = "";

    /** @param usage whether it is told in a chunk of its own */
    ChunkForm(JsonMapper json, String id, long created, boolean usage) {
        this.json = json;
        this.id = id;
        this.created = created;
        this.usage = usage;
    }

    @Override
    public List<Event> begin(String answering) {
        model = answering;
        return List.of(delta(Map.of("role", "assistant", "content", ""), null));
    }

    @Override
    public List<Event> text(String text) {
        return List.of(delta(Map.of("content", text), null));
    }

    @Override
    public List<Event> refusal(String text) {
        return List.of(delta(Map.of("refusal", text), null));
    }

    @Override
    public List<Event> call(int index, String callId, String name, String arguments) {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("index", index);
        if (callId.isEmpty()) {
            call.put("function", Map.of("arguments", arguments));
        } else {
            call.put("id", callId);
            call.put("type", "function");
            call.put("function", Map.of("name", name, "arguments", arguments));
        }
        return List.of(delta(Map.of("tool_calls", List.of(call)), null));
    }

    @Override
    public List<Event> end(Outcome outcome) {
        List<ChatCompletion.Annotation> annotations =
                outcome.cited().stream().map(ChatCompletion.Annotation::of).toList();
        List<Event> events = new ArrayList<>();
        events.add(delta(
                annotations.isEmpty() ? Map.of() : Map.of("annotations", annotations),
                ChatCompletion.reason(outcome.end())));
        if (usage) {
            events.add(chunk(List.of(), ChatCompletion.Usage.of(outcome.used())));
        }
        events.add(DONE);
        return events;
    }

    @Override
    public Event failure(ApiException why) {
        return new Event("", json.writeValueAsBytes(OpenAiError.of(why)));
    }

    private Event delta(Map<String, ?> delta, @Nullable String reason) {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put("delta", delta);
        choice.put("logprobs", null);
        choice.put("finish_reason", reason);
        return chunk(List.of(choice), null);
    }

    private Event chunk(List<?> choices, ChatCompletion.@Nullable Usage used) {
        Map<String, Object> chunk = new LinkedHashMap<>();
        chunk.put("id", id);
        chunk.put("object", "chat.completion.chunk");
        chunk.put("created", created);
        chunk.put("model", model);
        chunk.put("choices", choices);
        if (usage) {
            chunk.put("usage", used);
        }
        return new Event("", json.writeValueAsBytes(chunk));
    }
}
