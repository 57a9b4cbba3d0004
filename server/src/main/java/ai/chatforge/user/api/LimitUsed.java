package ai.chatforge.user.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/**
 * How much of a limit an account uses now, as an absolute amount. The service where the things are made publishes it in
 * the transaction that changes the amount, and itself refuses what is above the limit: this is for showing only.
 */
@EventType("user.limit-used")
public record LimitUsed(UUID tenant, Limit limit, long used) implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
