package ai.chatforge.platform.event;

import ai.chatforge.platform.persistence.Database;
import java.util.Collection;
import java.util.List;

/** Carries events from the publisher's transaction to every consumer, at least once. */
interface EventTransport extends AutoCloseable {

    /** Part of the publisher's open transaction. */
    void publish(Database publisher, EventEnvelope event, List<String> consumers);

    /** Begins to deliver to the consumers that this process hosts. */
    void start(Collection<HostedConsumer> consumers);

    /** Lets running handlers end, begins no more. */
    @Override
    void close();
}
