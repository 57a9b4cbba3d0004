package ai.chatforge.platform.event;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as it is stored and carried.
 *
 * @param payload the event as JSON
 */
record EventEnvelope(UUID id, String type, int version, UUID tenant, String key, Instant occurredAt, String payload) {

    EventEnvelope with(String otherPayload) {
        return new EventEnvelope(id, type, version, tenant, key, occurredAt, otherPayload);
    }

    /** Without the payload: it may hold what lets somebody in. */
    @Override
    public String toString() {
        return "EventEnvelope[" + id + " " + type + "]";
    }
}
