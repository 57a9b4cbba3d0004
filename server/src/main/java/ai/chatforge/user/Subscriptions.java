package ai.chatforge.user;

import ai.chatforge.platform.cache.SharedLookups;
import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.job.JobQueue;
import ai.chatforge.platform.job.JobType;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.user.api.Entitlement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Which plan an account has, and what that allows. */
@Service
class Subscriptions {
    /** The plan of administrators. */
    private static final String UNLIMITED = "enterprise";

    private static final JobType<Begin> BEGIN = new JobType<>("begin-subscription", Begin.class);
    /** Another process may have changed a plan. */
    private static final Duration LIFE = Duration.ofSeconds(2);

    private final Database db;
    private final SubscriptionRepository subscriptions;
    private final PlanRepository plans;
    private final UserSettings settings;
    private final JobQueue queue;
    private final Clock clock;
    private final SharedLookups<UUID, Entitlement> kept = new SharedLookups<>(50_000, LIFE);

    Subscriptions(
            @Qualifier("user") Database db,
            SubscriptionRepository subscriptions,
            PlanRepository plans,
            UserSettings settings,
            Jobs jobs,
            Clock clock) {
        this.db = db;
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.settings = settings;
        this.queue = jobs.queue(db);
        this.clock = clock;
    }

    record Begin(UUID tenant, boolean admin) {}

    /** For accounts that are older than plans: the migration put a job there for each. */
    Job<Begin> beginning() {
        return Job.of(
                BEGIN,
                (account, run) -> Tenant.run(
                        account.tenant(),
                        () -> db.run(() -> begin(account.tenant(), account.admin(), clock.instant()))));
    }

    /** Part of the caller's transaction. An account that has a plan keeps it. */
    void begin(UUID tenant, boolean admin, Instant from) {
        boolean trial = !admin && settings.trialDays() > 0;
        // As the table keeps it, because the jobs compare.
        Instant end = trial ? from.plus(Duration.ofDays(settings.trialDays())).truncatedTo(ChronoUnit.MICROS) : null;
        Subscription begun = new Subscription(admin ? UNLIMITED : null, trial ? settings.trialPlan() : null, end, from);
        if (subscriptions.insert(begun)) {
            if (end != null) {
                TrialNotices.schedule(queue, tenant, from, end);
            }
            forgetAfterCommit(tenant);
        }
    }

    private void forgetAfterCommit(UUID tenant) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                kept.forget(tenant);
            }
        });
    }

    /** What counts now for the present tenant; part of the caller's transaction. */
    Standing present() {
        return subscriptions.find().map(this::standing).orElseGet(this::ofNewAccounts);
    }

    private Standing standing(Subscription subscription) {
        return Standing.of(Optional.of(subscription), plans.all(), settings.basePlan(), clock.instant());
    }

    /** An account that is just being made has the plan of every new one; when its trial ends is not known yet. */
    private Standing ofNewAccounts() {
        Instant now = clock.instant();
        boolean trial = settings.trialDays() > 0;
        Standing begun = standing(
                new Subscription(null, trial ? settings.trialPlan() : null, trial ? now.plus(LIFE) : null, now));
        return new Standing(begun.plan(), null, begun.own());
    }

    Entitlement entitlement(UUID tenant) {
        return kept.get(tenant, this::lookUp);
    }

    private Entitlement lookUp(UUID tenant) {
        Standing standing = Tenant.call(tenant, () -> db.call(this::present));
        Plan plan = standing.plan();
        return new Entitlement(tenant, plan.key(), standing.trialEndsAt(), plan.features(), plan.limits());
    }

    /** Settings that name plans that there are not are told before anybody is served. */
    void checkSettings() {
        Map<String, Plan> known = db.call(plans::all);
        List<String> mistakes = new ArrayList<>();
        Map.of("base-plan", settings.basePlan(), "trial-plan", settings.trialPlan())
                .forEach((key, plan) -> {
                    if (!known.containsKey(plan)) {
                        mistakes.add("chatforge.user." + key + ": there is no plan '" + plan + "'. Plans: "
                                + String.join(", ", new TreeSet<>(known.keySet())) + ".");
                    }
                });
        if (!mistakes.isEmpty()) {
            throw new StartupFailure(mistakes);
        }
    }
}
