package ai.chatforge.document.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/** What a source says, what it is called, or whether it may be cited is another by now. */
@EventType("document.source-changed")
public record SourceChanged(UUID tenant, UUID botId, UUID sourceId) implements Event {
    @Override
    public String key() {
        return sourceId.toString();
    }
}
