package ai.chatforge.document.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/** A source is gone; nothing of it may be found any more. */
@EventType("document.source-deleted")
public record SourceDeleted(UUID tenant, UUID botId, UUID sourceId) implements Event {
    @Override
    public String key() {
        return sourceId.toString();
    }
}
