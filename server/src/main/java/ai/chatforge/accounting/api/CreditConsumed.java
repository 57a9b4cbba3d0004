package ai.chatforge.accounting.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reservation was settled: an answer ended, or nobody told its progress any more.
 *
 * @param credits charged to the account
 * @param writtenOff that the account could not pay
 * @param reported whether the provider counted the tokens
 * @param origin chat, public, api, widget, evaluation, summary or session
 */
@EventType("accounting.credit-consumed")
public record CreditConsumed(
        UUID tenant,
        UUID reservationId,
        @Nullable UUID userId,
        @Nullable UUID botId,
        String provider,
        String model,
        String origin,
        long promptTokens,
        long cachedTokens,
        long completionTokens,
        boolean reported,
        long credits,
        long writtenOff)
        implements Event {
    @Override
    public String key() {
        return tenant.toString();
    }
}
