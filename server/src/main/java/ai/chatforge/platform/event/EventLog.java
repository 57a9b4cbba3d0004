package ai.chatforge.platform.event;

import ai.chatforge.platform.event.Subscription.Form;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import java.time.Clock;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Where services publish. */
public final class EventLog {
    private final EventCatalogue catalogue;
    private final EventTransport transport;
    private final JsonMapper json;
    private final Clock clock;

    EventLog(EventCatalogue catalogue, EventTransport transport, JsonMapper json, Clock clock) {
        this.catalogue = catalogue;
        this.transport = transport;
        this.json = json;
        this.clock = clock;
    }

    /** Whether anybody consumes such events. Who makes many of them need not make those that nobody does. */
    public boolean isHeard(Class<? extends Event> type) {
        return catalogue.isConsumed(Form.of(type));
    }

    /**
     * Publishes the event if and when the publisher's open transaction commits.
     *
     * @throws IllegalStateException without an open transaction of the publisher
     */
    public void publish(Database publisher, Event event) {
        if (!publisher.inTransaction()) {
            throw new IllegalStateException(
                    "An event is published in the transaction that makes it true: " + event.getClass());
        }
        Form form = Form.of(event.getClass());
        EventEnvelope envelope = new EventEnvelope(
                Ids.next(),
                form.type(),
                form.version(),
                event.tenant(),
                event.key(),
                clock.instant(),
                json.writeValueAsString(event));
        List<String> consumers = catalogue.consumersOf(envelope);
        if (!consumers.isEmpty()) {
            transport.publish(publisher, envelope, consumers);
        }
    }
}
