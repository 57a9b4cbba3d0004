package ai.chatforge.user;

import ai.chatforge.user.api.Feature;
import ai.chatforge.user.api.Limit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of user.plan.
 *
 * @param rank of two plans, the one of the higher rank counts
 * @param priceCents a month; null when it is agreed on
 * @param limits an absent one is not limited
 */
record Plan(
        String key,
        String name,
        int rank,
        @Nullable Integer priceCents,
        String currency,
        Map<Limit, Long> limits,
        Set<Feature> features) {}
