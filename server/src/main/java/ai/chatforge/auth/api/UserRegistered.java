package ai.chatforge.auth.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/** Somebody opened an account. The tenant is the account itself. */
@EventType("auth.user-registered")
public record UserRegistered(UUID tenant, String email, String name) implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
