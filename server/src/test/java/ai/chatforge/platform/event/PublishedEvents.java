package ai.chatforge.platform.event;

import ai.chatforge.platform.event.Subscription.Form;
import ai.chatforge.platform.persistence.Database;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/** Keeps what a service publishes, for tests of that service alone. */
public final class PublishedEvents {
    private final JsonMapper json = new JsonMapper();
    private final List<EventEnvelope> published = new CopyOnWriteArrayList<>();

    public EventLog log(Clock clock, List<Class<? extends Event>> types) {
        Subscription all = Subscription.transactional("auth.all");
        for (Class<? extends Event> type : types) {
            all = all.to(type);
        }
        return new EventLog(new EventCatalogue(List.of(all)), new Kept(), json, clock);
    }

    /** In the order of their publication. */
    public <E extends Event> List<E> of(Class<E> type) {
        return published.stream()
                .filter(event -> event.type().equals(Form.of(type).type()))
                .map(event -> json.readValue(event.payload(), type))
                .toList();
    }

    private final class Kept implements EventTransport {
        @Override
        public void publish(Database publisher, EventEnvelope event, List<String> consumers) {
            published.add(event);
        }

        @Override
        public void start(Collection<HostedConsumer> consumers) {}

        @Override
        public void close() {}
    }
}
