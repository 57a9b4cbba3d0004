package ai.chatforge.accounting.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.time.Instant;
import java.util.UUID;

/**
 * An account has used up a part of its plan's allowance; told once for each part in a period.
 *
 * @param percent 80 or 100
 * @param allowance of the period, in credits
 * @param renewedAt when the next period begins
 */
@EventType("accounting.quota-reached")
public record QuotaReached(UUID tenant, int percent, long allowance, Instant renewedAt) implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
