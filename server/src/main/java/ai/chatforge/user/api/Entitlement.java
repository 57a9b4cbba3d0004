package ai.chatforge.user.api;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
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

    /**
     * Refuses one more when the limit is reached. The caller holds a lock that keeps others from counting at once.
     *
     * @param already how many there are
     */
    public void requireRoom(Limit limit, long already) {
        long most = limit(limit);
        if (already >= most) {
            throw new ApiException(
                    ErrorCode.PLAN_LIMIT_REACHED,
                    "The limit of the plan " + plan + " is reached (" + limit.noun() + ": " + most
                            + "). Delete one that is not needed, or choose a larger plan.");
        }
    }
}
