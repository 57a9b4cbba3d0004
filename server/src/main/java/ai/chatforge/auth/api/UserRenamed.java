package ai.chatforge.auth.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/**
 * A user changed the own name. Published by the user service, which owns profiles; it stands here because that service
 * depends on this one already, and services do not depend on each other in a circle.
 */
@EventType("user.renamed")
public record UserRenamed(UUID tenant, String name) implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
