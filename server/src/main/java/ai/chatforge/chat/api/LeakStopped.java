package ai.chatforge.chat.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/**
 * An answer would have repeated a learn-only source, and was kept from it.
 *
 * @param conversationId that of an answer of the compatible API, which belongs to none, is the answer's own id
 * @param count how often in this answer; what it was is told nowhere
 */
@EventType("chat.leak-stopped")
public record LeakStopped(UUID tenant, UUID botId, UUID conversationId, UUID messageId, int count) implements Event {
    @Override
    public String key() {
        return botId.toString();
    }
}
