package ai.chatforge.platform.event;

import java.util.UUID;

/** Something that happened in a service: a record in its {@code api} package, marked with {@link EventType}. */
public interface Event {
    /** The account that it concerns; its consumers work inside that tenant. */
    UUID tenant();

    /**
     * What it is about, such as the id of a source. Ordered consumers take events of one key in the order of their
     * publication (of transactions that follow each other; there is no order between simultaneous ones).
     */
    String key();
}
