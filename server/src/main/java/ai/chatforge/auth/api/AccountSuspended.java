package ai.chatforge.auth.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/** An account was shut out, or let in again: nothing of it is to be open to anybody while it is out. */
@EventType("auth.account-suspended")
public record AccountSuspended(UUID tenant, boolean suspended) implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
