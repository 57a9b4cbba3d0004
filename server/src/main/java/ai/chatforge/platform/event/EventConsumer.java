package ai.chatforge.platform.event;

import ai.chatforge.platform.event.Subscription.Form;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** The handlers of one consumer: a bean of the service that owns it. */
public final class EventConsumer {
    private final String name;
    private final Map<Form, Entry<?>> handlers;

    private EventConsumer(String name, Map<Form, Entry<?>> handlers) {
        this.name = name;
        this.handlers = Map.copyOf(handlers);
    }

    /** What is known about a delivery beside the event. {@code eventId} stays the same when it is delivered again. */
    public record Delivery(UUID eventId, Instant occurredAt) {}

    /** Takes one event. An exception means: not handled, try again later. */
    @FunctionalInterface
    public interface Handler<E extends Event> {
        void handle(E event, Delivery delivery) throws Exception;
    }

    public static EventConsumer named(String name) {
        return new EventConsumer(name, Map.of());
    }

    public <E extends Event> EventConsumer on(Class<E> type, Handler<E> handler) {
        Map<Form, Entry<?>> more = new HashMap<>(handlers);
        more.put(Form.of(type), new Entry<>(type, handler));
        return new EventConsumer(name, more);
    }

    String name() {
        return name;
    }

    Set<Form> forms() {
        return handlers.keySet();
    }

    void handle(EventEnvelope event, JsonMapper json) throws Exception {
        Entry<?> entry = handlers.get(new Form(event.type(), event.version()));
        if (entry == null) {
            // Tried again like a failure: in a rolling upgrade a newer process may know it.
            throw new IllegalArgumentException(
                    "This version does not know " + event.type() + " version " + event.version());
        }
        entry.handle(event, json);
    }

    private record Entry<E extends Event>(Class<E> type, Handler<E> handler) {
        void handle(EventEnvelope event, JsonMapper json) throws Exception {
            handler.handle(json.readValue(event.payload(), type), new Delivery(event.id(), event.occurredAt()));
        }
    }
}
