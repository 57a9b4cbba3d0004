package ai.chatforge.accounting.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/**
 * A streaming service outside reserved credits for a session.
 */
@EventType("accounting.streaming-session-started")
public record StreamingSessionStarted(UUID tenant, UUID sessionId, String provider, String model, long credits)
        implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
