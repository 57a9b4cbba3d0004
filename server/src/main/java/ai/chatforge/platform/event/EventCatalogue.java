package ai.chatforge.platform.event;

import ai.chatforge.platform.event.Subscription.Form;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who takes which events, in the whole installation. The same in every process of one version. */
public final class EventCatalogue {
    private final Map<String, Subscription> byConsumer = new TreeMap<>();
    private final Map<Form, List<String>> consumers = new HashMap<>();

    public EventCatalogue(Collection<Subscription> subscriptions) {
        for (Subscription subscription : subscriptions) {
            if (byConsumer.put(subscription.consumer(), subscription) != null) {
                throw new IllegalArgumentException("Two subscriptions for " + subscription.consumer());
            }
            for (Form form : subscription.forms()) {
                consumers.merge(form, List.of(subscription.consumer()), EventCatalogue::joined);
            }
        }
    }

    Collection<Subscription> all() {
        return byConsumer.values();
    }

    boolean isConsumed(Form form) {
        return consumers.containsKey(form);
    }

    List<String> consumersOf(EventEnvelope event) {
        return consumers.getOrDefault(new Form(event.type(), event.version()), List.of());
    }

    private static List<String> joined(List<String> a, List<String> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    }
}
