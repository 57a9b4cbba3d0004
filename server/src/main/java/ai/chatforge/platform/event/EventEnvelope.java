package ai.chatforge.platform.event;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as it is stored and carried.
 *
 * @param payload the event as JSON
 */
record EventEnvelope(UUID id, String type, int version, UUID tenant, String key, Instant occurredAt, String payload) {}
