package ai.chatforge.auth.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import ai.chatforge.platform.security.Role;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody opened an account. The tenant is the account itself.
 *
 * @param language BCP 47; null in events of older versions, like the role
 */
@EventType("auth.user-registered")
public record UserRegistered(
        UUID tenant,
        String email,
        String name,
        @Nullable String language,
        @Nullable Role role) implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
