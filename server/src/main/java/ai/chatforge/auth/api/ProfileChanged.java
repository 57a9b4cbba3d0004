package ai.chatforge.auth.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/**
 * A user changed the own profile. Published by the user service, which owns profiles; it stands here because that
 * service depends on this one already, and services do not depend on each other in a circle.
 *
 * @param language BCP 47
 */
@EventType("user.profile-changed")
public record ProfileChanged(UUID tenant, String name, String language) implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
