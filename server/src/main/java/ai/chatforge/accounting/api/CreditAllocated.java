package ai.chatforge.accounting.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/**
 * An account was given credits by an administrator or a purchase.
 *
 * @param kind grant or purchase
 */
@EventType("accounting.credit-allocated")
public record CreditAllocated(UUID tenant, UUID allocationId, String kind, long credits) implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
