package ai.chatforge.user;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Instant;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for user.subscription, of the present tenant. */
@Repository
class SubscriptionRepository {
    private final Database db;

    SubscriptionRepository(@Qualifier("user") Database db) {
        this.db = db;
    }

    /** @return false when there is one already, which stays as it is */
    boolean insert(Subscription subscription) {
        Instant trialEnd = subscription.trialEndsAt();
        return db.sql()
                        .sql("""
                                insert into "user".subscription (tenant_id, plan, trial_plan, trial_ends_at, since)
                                values (:tenant, :plan, :trialPlan, :trialEnd::timestamptz, :since)
                                on conflict (tenant_id) do nothing
                                """)
                        .param("tenant", Tenant.required())
                        .param("plan", subscription.plan())
                        .param("trialPlan", subscription.trialPlan())
                        .param("trialEnd", trialEnd == null ? null : Timestamps.of(trialEnd))
                        .param("since", Timestamps.of(subscription.since()))
                        .update()
                == 1;
    }

    Optional<Subscription> find() {
        return db.sql()
                .sql("""
                        select plan, trial_plan, trial_ends_at, since from "user".subscription where tenant_id = :tenant
                        """)
                .param("tenant", Tenant.required())
                .query((rs, n) -> new Subscription(
                        rs.getString("plan"),
                        rs.getString("trial_plan"),
                        Timestamps.getOrNull(rs, "trial_ends_at"),
                        Timestamps.get(rs, "since")))
                .optional();
    }

    /** @return false when it was told before */
    boolean markReminded(Instant now) {
        return mark(
                "update \"user\".subscription set reminded_at = ? where tenant_id = ? and reminded_at is null", now);
    }

    /** @return false when it was told before */
    boolean markEndTold(Instant now) {
        return mark(
                "update \"user\".subscription set end_told_at = ? where tenant_id = ? and end_told_at is null", now);
    }

    private boolean mark(String update, Instant now) {
        return db.sql()
                        .sql(update)
                        .params(Timestamps.of(now), Tenant.required())
                        .update()
                == 1;
    }
}
