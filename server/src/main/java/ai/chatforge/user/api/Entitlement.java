package ai.chatforge.user.api;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an account may do.
 *
 * @param plan key of the plan that counts now, such as {@code free}: the trial's while it lasts
 * @param trialEndsAt null when no trial is under way
 * @param limits an absent one is not limited
 */
public record Entitlement(
        UUID tenant, String plan, @Nullable Instant trialEndsAt, Set<Feature> features, Map<Limit, Long> limits) {

    /** @return how many or how much of it at most; {@link Long#MAX_VALUE} when it is not limited */
    public long limit(Limit limit) {
        return limits.getOrDefault(limit, Long.MAX_VALUE);
    }
}
