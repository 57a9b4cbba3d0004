package ai.chatforge.user;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.job.JobQueue;
import ai.chatforge.platform.job.JobType;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.web.PublicLinks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Tells users that their trial is about to end, and that it has: once each. */
@Component
class TrialNotices {
    static final Duration BEFORE = Duration.ofDays(3);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final JobType<Trial> ENDING = new JobType<>("trial-ending", Trial.class);
    private static final JobType<Trial> ENDED = new JobType<>("trial-ended", Trial.class);

    private final Database db;
    private final SubscriptionRepository subscriptions;
    private final PlanRepository plans;
    private final UserSettings settings;
    private final ProfileRepository profiles;
    private final PublicLinks pages;
    private final EventLog events;
    private final Clock clock;

    TrialNotices(
            @Qualifier("user") Database db,
            SubscriptionRepository subscriptions,
            PlanRepository plans,
            UserSettings settings,
            ProfileRepository profiles,
            PublicLinks pages,
            EventLog events,
            Clock clock) {
        this.db = db;
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.settings = settings;
        this.profiles = profiles;
        this.pages = pages;
        this.events = events;
        this.clock = clock;
    }

    /** @param endsAt as it was when this was scheduled; a trial that ends at another time has jobs of its own */
    record Trial(UUID tenant, Instant endsAt) {
        private String id() {
            return tenant + " " + endsAt;
        }
    }

    /** Part of the caller's transaction. Who has three days or fewer from the start need not be reminded. */
    static void schedule(JobQueue queue, UUID tenant, Instant from, Instant end) {
        Trial trial = new Trial(tenant, end);
        if (end.minus(BEFORE).isAfter(from)) {
            queue.schedule(ENDING, trial.id(), trial, end.minus(BEFORE));
        }
        queue.schedule(ENDED, trial.id(), trial, end);
    }

    Job<Trial> ending() {
        return Job.of(ENDING, (trial, run) -> tellOfEnding(trial)).attempts(20, FIRST_WAIT, LONGEST_WAIT);
    }

    Job<Trial> ended() {
        return Job.of(ENDED, (trial, run) -> tellOfEnd(trial)).attempts(20, FIRST_WAIT, LONGEST_WAIT);
    }

    void tellOfEnding(Trial trial) {
        inTenant(trial, () -> {
            Instant now = clock.instant();
            if (now.isBefore(trial.endsAt()) && counts(trial) && subscriptions.markReminded(now)) {
                send(EmailKind.TRIAL_ENDING, trial);
            }
        });
    }

    void tellOfEnd(Trial trial) {
        inTenant(trial, () -> {
            if (counts(trial) && subscriptions.markEndTold(clock.instant())) {
                send(EmailKind.TRIAL_ENDED, trial);
            }
        });
    }

    private void inTenant(Trial trial, Runnable work) {
        Tenant.run(trial.tenant(), () -> db.run(work));
    }

    /** Whether its end takes anything away: by then the account may have a plan that is as large. */
    private boolean counts(Trial trial) {
        return tried(trial).trialEndsAt() != null;
    }

    /** As it stands a moment before the end. */
    private Standing tried(Trial trial) {
        return Standing.of(
                subscriptions.find().filter(found -> trial.endsAt().equals(found.trialEndsAt())),
                plans.all(),
                settings.basePlan(),
                trial.endsAt().minusMillis(1));
    }

    private void send(EmailKind kind, Trial trial) {
        profiles.find()
                .ifPresent(profile -> events.publish(
                        db,
                        new EmailRequested(
                                Ids.next(),
                                kind,
                                profile.email(),
                                profile.language(),
                                Map.of(
                                        "name", profile.name(),
                                        "link", pages.page("/account"),
                                        "planName", tried(trial).plan().name(),
                                        "endsOn",
                                                trial.endsAt()
                                                        .atOffset(ZoneOffset.UTC)
                                                        .toLocalDate()
                                                        .toString()))));
    }
}
