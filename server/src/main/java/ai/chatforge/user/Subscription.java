package ai.chatforge.user;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of user.subscription: the plan of an account.
 *
 * @param plan null: bought none, so it has the installation's base plan
 * @param trialPlan null without a trial, like its end
 */
record Subscription(
        @Nullable String plan,
        @Nullable String trialPlan,
        @Nullable Instant trialEndsAt,
        Instant since) {}
