package ai.chatforge.platform.event;

import ai.chatforge.platform.service.ServiceName;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One consumer and what it takes. Every process knows all subscriptions, whatever it hosts.
 *
 * @param consumer {@code <service>.<what-for>}, never changed: stored deliveries bear it
 */
public record Subscription(String consumer, Mode mode, Set<Class<? extends Event>> events) {

    /** How deliveries are handled. */
    public enum Mode {
        /** In a transaction that holds the effect and the acknowledgement together. */
        TRANSACTIONAL,
        /** The same, and one after another for each key. */
        ORDERED,
        /** For slow or outside work: no transaction, a lease instead, so the same event may come twice. */
        LEASED
    }

    public Subscription {
        if (!consumer.matches("[a-z]+\\.[a-z][a-z-]*")) {
            throw new IllegalArgumentException("A consumer is named <service>.<what-for>, not " + consumer);
        }
        events = Set.copyOf(events);
    }

    public static Subscription transactional(String consumer) {
        return new Subscription(consumer, Mode.TRANSACTIONAL, Set.of());
    }

    public static Subscription ordered(String consumer) {
        return new Subscription(consumer, Mode.ORDERED, Set.of());
    }

    public static Subscription leased(String consumer) {
        return new Subscription(consumer, Mode.LEASED, Set.of());
    }

    /** This subscription with one more type of event. */
    public Subscription to(Class<? extends Event> event) {
        Set<Class<? extends Event>> more = new HashSet<>(events);
        more.add(event);
        return new Subscription(consumer, mode, more);
    }

    public ServiceName service() {
        String key = consumer.substring(0, consumer.indexOf('.'));
        return ServiceName.byKey(key).orElseThrow(() -> new IllegalArgumentException("There is no service " + key));
    }

    Set<Form> forms() {
        return events.stream().map(Form::of).collect(Collectors.toUnmodifiableSet());
    }

    /** A type in one version. */
    record Form(String type, int version) {
        static Form of(Class<? extends Event> event) {
            EventType type = event.getAnnotation(EventType.class);
            if (type == null) {
                throw new IllegalArgumentException(event.getName() + " lacks @EventType");
            }
            return new Form(type.value(), type.version());
        }
    }
}
