package ai.chatforge.user.api;

import ai.chatforge.platform.cache.SharedLookups;
import java.time.Duration;
import java.util.UUID;

/**
 * What accounts may do, kept for two seconds in each process: a change of plan counts everywhere soon after. Ask
 * outside of transactions: the answer may come from another process.
 */
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

    public void forget(UUID tenant) {
        kept.forget(tenant);
    }
}
