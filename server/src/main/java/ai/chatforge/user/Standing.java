package ai.chatforge.user;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The plan that counts for an account now.
 *
 * @param trialEndsAt null when no trial is what makes it count
 * @param own the plan without a trial
 */
record Standing(Plan plan, @Nullable Instant trialEndsAt, Plan own) {

    /** A trial never makes less of what an account has: of two plans, the one of the higher rank counts. */
    static Standing of(Optional<Subscription> found, Map<String, Plan> plans, String basePlan, Instant now) {
        Plan own = plan(plans, found.map(Subscription::plan).orElse(basePlan));
        String trial = found.map(Subscription::trialPlan).orElse(null);
        Instant end = found.map(Subscription::trialEndsAt).orElse(null);
        if (trial != null && end != null && now.isBefore(end)) {
            Plan tried = plan(plans, trial);
            if (tried.rank() > own.rank()) {
                return new Standing(tried, end, own);
            }
        }
        return new Standing(own, null, own);
    }

    private static Plan plan(Map<String, Plan> plans, String key) {
        Plan plan = plans.get(key);
        if (plan == null) {
            throw new IllegalStateException("There is no plan " + key);
        }
        return plan;
    }
}
