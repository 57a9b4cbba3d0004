package ai.chatforge.auth;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.AllAccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.job.JobQueue;
import ai.chatforge.platform.job.JobType;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.job.RepeatedJob;
import ai.chatforge.platform.persistence.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Has all services erase a closed account, as often as it takes, looks for what is left, and records the end. Each step
 * can be done again, so a crash costs nothing but time.
 */
@Component
class AccountErasure {
    static final JobType<ClosedAccount> ERASE = new JobType<>("erase-account", ClosedAccount.class);
    static final String ERASED = "account.erased";

    private static final Logger LOG = LoggerFactory.getLogger(AccountErasure.class);
    /** Longer than other processes keep what they know about a session: afterwards nobody works in its name. */
    private static final Duration QUIET = Duration.ofSeconds(4);
    /** What a slow upload may still bring is erased by a later sweep. */
    private static final Duration SWEPT = Duration.ofDays(1);

    private static final Duration SWEEP_EVERY = Duration.ofHours(1);
    private static final int ROUNDS = 100;

    private final Database db;
    private final ClosingRepository closings;
    private final AllAccountData services;
    private final AuditLog audit;
    private final EventLog events;
    private final JobQueue queue;
    private final Clock clock;

    AccountErasure(
            @Qualifier("auth") Database db,
            ClosingRepository closings,
            AllAccountData services,
            AuditLog audit,
            EventLog events,
            Jobs jobs,
            Clock clock) {
        this.db = db;
        this.closings = closings;
        this.services = services;
        this.audit = audit;
        this.events = events;
        this.queue = jobs.queue(db);
        this.clock = clock;
    }

    record ClosedAccount(UUID id) {}

    /** Part of the transaction that closes the account. */
    void schedule(UUID account) {
        queue.schedule(ERASE, account.toString(), new ClosedAccount(account));
    }

    /** Never given up: what is left is somebody's data. */
    Job<ClosedAccount> erasing() {
        return Job.of(ERASE, (account, run) -> erase(account.id(), run))
                .attempts(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    RepeatedJob sweeping() {
        return new RepeatedJob("sweep-erased-accounts", SWEEP_EVERY, this::sweep);
    }

    private void erase(UUID account, Job.Run run) throws InterruptedException {
        ClosingRepository.Closing closing =
                db.call(() -> closings.find(account)).orElse(null);
        if (closing == null) {
            return;
        }
        DataSubject subject = new DataSubject(account, closing.email(), closing.requestedAt());
        Map<String, String> notYet = new TreeMap<>();
        services.stream().forEach(data -> eraseIn(data, subject, run, notYet));
        Duration early = Duration.between(clock.instant(), closing.requestedAt().plus(QUIET));
        if (notYet.isEmpty() && early.isPositive()) {
            Thread.sleep(early);
        }
        // Looked for anew, because one service's work may have brought something to another.
        services.stream().forEach(data -> look(data, subject, notYet));
        if (notYet.isEmpty()) {
            finish(account);
        } else {
            db.run(() -> closings.waitsFor(account, notYet.toString()));
            throw new IllegalStateException("Not erased yet: " + notYet);
        }
    }

    /** One service that does not answer keeps no other from erasing. */
    private void eraseIn(AccountData data, DataSubject subject, Job.Run run, Map<String, String> notYet) {
        try {
            for (int round = 0; round < ROUNDS && !run.stopping().getAsBoolean(); round++) {
                Map<String, Long> erased = data.erase(subject);
                if (erased.isEmpty()) {
                    return;
                }
                db.run(() -> closings.erased(subject.account(), data.service().key(), erased));
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "The {} service could not erase an account yet",
                    data.service().key(),
                    e);
            notYet.put(data.service().key(), e.getClass().getSimpleName());
        }
    }

    private static void look(AccountData data, DataSubject subject, Map<String, String> notYet) {
        Map<String, Long> left = notYet.containsKey(data.service().key()) ? Map.of() : data.left(subject);
        if (!left.isEmpty()) {
            notYet.put(data.service().key(), left.toString());
        }
    }

    private void finish(UUID account) {
        db.run(() -> {
            ClosingRepository.Closing closing = closings.find(account).orElseThrow();
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("requestedAt", closing.requestedAt().toString());
            details.put("finishedAt", clock.instant().toString());
            details.put("erased", closing.erased());
            details.put("left", 0);
            audit.record(db, ERASED, account, details);
            closings.end(account);
            events.publish(
                    db,
                    new EmailRequested(
                            Ids.next(),
                            EmailKind.ACCOUNT_DELETED,
                            closing.email(),
                            null,
                            Map.of("name", closing.name())));
        });
        LOG.atInfo().addKeyValue("account", account).log("account erased");
    }

    private void sweep() {
        Instant now = clock.instant();
        for (AuditLog.Entry entry : audit.since(db, ERASED, now.minus(SWEPT))) {
            DataSubject subject = new DataSubject(Objects.requireNonNull(entry.subject()), null, entry.at());
            services.stream().forEach(data -> {
                Map<String, Long> late = data.erase(subject);
                if (!late.isEmpty()) {
                    LOG.warn("Erased late in the {} service: {}", data.service().key(), late);
                }
            });
        }
    }
}
