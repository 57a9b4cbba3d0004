package ai.chatforge.accounting.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/**
 * A session of a streaming service outside was settled.
 *
 * @param outcome settled, released or expired
 */
@EventType("accounting.streaming-session-finalized")
public record StreamingSessionFinalized(UUID tenant, UUID sessionId, String outcome, long credits) implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
