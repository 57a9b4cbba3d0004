package ai.chatforge.user.api;

import ai.chatforge.platform.cache.SharedLookups;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.time.Duration;
import java.util.UUID;

/** What accounts may do, kept for two seconds in each process: a change of plan counts everywhere soon after. */
public final class Allowances {
    private static final Duration LIFE = Duration.ofSeconds(2);

    private final Entitlements entitlements;
    private final SharedLookups<UUID, Entitlement> kept = new SharedLookups<>(50_000, LIFE);

    public Allowances(Entitlements entitlements) {
        this.entitlements = entitlements;
    }

    public Entitlement of(UUID tenant) {
        return kept.get(tenant, entitlements::of);
    }

    /**
     * Refuses one more when the limit is reached. The caller holds a lock that keeps others from counting at once.
     *
     * @param already how many there are
     */
    public void requireRoom(UUID tenant, Limit limit, long already) {
        Entitlement entitlement = of(tenant);
        long most = entitlement.limit(limit);
        if (already >= most) {
            throw new ApiException(
                    ErrorCode.PLAN_LIMIT_REACHED,
                    "The plan " + entitlement.plan() + " allows " + most + " " + limit.noun()
                            + ". Delete one that is not needed, or choose a larger plan.");
        }
    }

    public void forget(UUID tenant) {
        kept.forget(tenant);
    }
}
