package ai.chatforge.chat.openai;

import ai.chatforge.chat.openai.Completions.Ask;
import ai.chatforge.chat.openai.Completions.Call;
import ai.chatforge.chat.openai.Completions.End;
import ai.chatforge.chat.openai.Completions.Outcome;
import ai.chatforge.chat.openai.ResponseObject.Annotation;
import ai.chatforge.chat.openai.ResponseObject.Item;
import ai.chatforge.chat.openai.ResponseObject.Part;
import ai.chatforge.chat.openai.ResponseObject.ToolEcho;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.OpenAiError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A response: whole, or by the named events of its protocol. Items begin as they come and are all ended at the end. */
final class ResponseForm implements Form {
    private static final String IN_PROGRESS = "in_progress";
    private static final String COMPLETED = "completed";
    private static final String INCOMPLETE = "incomplete";

    private final JsonMapper json;
    private final String id;
    private final long created;
    private final Ask ask;
    private final @Nullable String instructions;
    /** Those that began, in their order: of the message null, of a call its index. */
    private final List<@Nullable Integer> order = new ArrayList<>();

    private final List<String> ids = new ArrayList<>();
    private String model = "";
    private int sequence;

    ResponseForm(JsonMapper json, String id, long created, Ask ask, @Nullable String instructions) {
        this.json = json;
        this.id = id;
        this.created = created;
        this.ask = ask;
        this.instructions = instructions;
    }

    @Override
    public List<Event> begin(String answering) {
        model = answering;
        ResponseObject response = response(IN_PROGRESS, null, List.of(), null);
        return List.of(
                event("response.created", Map.of("response", response)),
                event("response.in_progress", Map.of("response", response)));
    }

    @Override
    public List<Event> text(String text) {
        List<Event> events = opened(Part.of("", List.of()));
        events.add(inText("response.output_text.delta", place(null), Map.of("delta", text, "logprobs", List.of())));
        return events;
    }

    @Override
    public List<Event> refusal(String text) {
        List<Event> events = opened(Part.refusal(""));
        events.add(inText("response.refusal.delta", place(null), Map.of("delta", text)));
        return events;
    }

    /** @param empty what the message begins with */
    private List<Event> opened(Part empty) {
        List<Event> events = new ArrayList<>();
        int at = place(null);
        if (at < 0) {
            at = open(null, "msg_");
            events.add(added(at, Item.message(ids.get(at), IN_PROGRESS, List.of())));
            events.add(inText("response.content_part.added", at, Map.of("part", empty)));
        }
        return events;
    }

    /** About the one part of the message. */
    private Event inText(String name, int at, Map<String, ?> more) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("item_id", ids.get(at));
        data.put("output_index", at);
        data.put("content_index", 0);
        data.putAll(more);
        return event(name, data);
    }

    @Override
    public List<Event> call(int index, String callId, String name, String arguments) {
        List<Event> events = new ArrayList<>();
        int at = place(index);
        if (at < 0) {
            at = open(index, "fc_");
            events.add(added(at, Item.call(ids.get(at), IN_PROGRESS, new Call(callId, name, ""))));
        }
        if (!arguments.isEmpty()) {
            events.add(event(
                    "response.function_call_arguments.delta",
                    Map.of("item_id", ids.get(at), "output_index", at, "delta", arguments)));
        }
        return events;
    }

    @Override
    public List<Event> end(Outcome outcome) {
        List<Event> events = new ArrayList<>();
        if (order.isEmpty()) {
            events.addAll(text(""));
        }
        ResponseObject response = whole(outcome);
        for (int at = 0; at < order.size(); at++) {
            Item item = response.output().get(at);
            events.addAll(order.get(at) == null ? textDone(at, item) : callDone(at, item));
            events.add(event("response.output_item.done", Map.of("output_index", at, "item", item)));
        }
        String name = response.status().equals(COMPLETED) ? "response.completed" : "response.incomplete";
        events.add(event(name, Map.of("response", response)));
        return events;
    }

    private List<Event> textDone(int at, Item item) {
        List<Event> events = new ArrayList<>();
        Part part = Objects.requireNonNull(item.content()).getFirst();
        if (part.refusal() == null) {
            int index = 0;
            for (Annotation annotation : Objects.requireNonNull(part.annotations())) {
                events.add(inText(
                        "response.output_text.annotation.added",
                        at,
                        Map.of("annotation_index", index++, "annotation", annotation)));
            }
            events.add(inText(
                    "response.output_text.done",
                    at,
                    Map.of("text", Objects.requireNonNull(part.text()), "logprobs", List.of())));
        } else {
            events.add(inText("response.refusal.done", at, Map.of("refusal", part.refusal())));
        }
        events.add(inText("response.content_part.done", at, Map.of("part", part)));
        return events;
    }

    private List<Event> callDone(int at, Item item) {
        return List.of(event(
                "response.function_call_arguments.done",
                Map.of(
                        "item_id",
                        item.id(),
                        "output_index",
                        at,
                        "name",
                        String.valueOf(item.name()),
                        "arguments",
                        String.valueOf(item.arguments()))));
    }

    @Override
    public Event failure(ApiException why) {
        OpenAiError.Detail error = OpenAiError.of(why).error();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("code", error.code());
        data.put("message", error.message());
        data.put("param", error.param());
        return event("error", data);
    }

    /** Also for who wants nothing on the way. */
    ResponseObject whole(Outcome outcome) {
        model = outcome.model();
        if (!(outcome.text() + outcome.refusal()).isEmpty() && place(null) < 0) {
            open(null, "msg_");
        }
        for (int i = 0; i < outcome.calls().size(); i++) {
            if (place(i) < 0) {
                open(i, "fc_");
            }
        }
        String status = outcome.end() == End.LENGTH || outcome.end() == End.FILTERED ? INCOMPLETE : COMPLETED;
        List<Item> items = new ArrayList<>();
        for (int at = 0; at < order.size(); at++) {
            Integer call = order.get(at);
            items.add(
                    call == null
                            ? Item.message(ids.get(at), status, List.of(part(outcome)))
                            : Item.call(ids.get(at), COMPLETED, outcome.calls().get(call)));
        }
        return response(status, outcome, items, outcome.end());
    }

    private static Part part(Outcome outcome) {
        return outcome.refusal().isEmpty() ? Part.of(outcome.text(), outcome.cited()) : Part.refusal(outcome.refusal());
    }

    private int place(@Nullable Integer what) {
        return order.indexOf(what);
    }

    private int open(@Nullable Integer what, String prefix) {
        order.add(what);
        ids.add(CompletionsController.id(prefix));
        return order.size() - 1;
    }

    private Event added(int at, Item item) {
        return event("response.output_item.added", Map.of("output_index", at, "item", item));
    }

    private Event event(String name, Map<String, ?> data) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", name);
        all.put("sequence_number", sequence++);
        all.putAll(data);
        return new Event(name, json.writeValueAsBytes(all));
    }

    private ResponseObject response(String status, @Nullable Outcome outcome, List<Item> items, @Nullable End end) {
        String reason = end == End.LENGTH ? "max_output_tokens" : end == End.FILTERED ? "content_filter" : null;
        return new ResponseObject(
                id,
                "response",
                created,
                status,
                null,
                reason == null ? null : new ResponseObject.Incomplete(reason),
                instructions,
                ask.maxTokens(),
                model,
                items,
                outcome == null ? "" : outcome.text(),
                !Boolean.FALSE.equals(ask.parallelToolCalls()),
                null,
                false,
                Objects.requireNonNullElse(ask.temperature(), ask.bot().temperature()),
                Objects.requireNonNullElse(ask.toolChoice(), "auto"),
                ask.tools().stream()
                        .map(tool -> new ToolEcho(
                                "function",
                                tool.name(),
                                tool.description(),
                                tool.parameters(),
                                Boolean.TRUE.equals(tool.strict())))
                        .toList(),
                Objects.requireNonNullElse(ask.topP(), 1.0),
                outcome == null ? null : ResponseObject.Usage.of(outcome.used()),
                Map.of());
    }
}
