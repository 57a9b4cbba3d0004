package ai.chatforge.email;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.job.JobQueue;
import ai.chatforge.platform.job.JobType;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Keeps e-mails until they are sent or given up. */
@Component
class Outbox {
    static final JobType<EmailRef> SEND = new JobType<>("send-email", EmailRef.class);
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Database db;
    private final OutboxRepository outbox;
    private final SuppressionRepository suppressions;
    private final OptOuts optOuts;
    private final EmailWriter writer;
    private final EmailTransport transport;
    private final EmailSettings settings;
    private final JobQueue queue;
    private final MeterRegistry meters;
    private final Clock clock;

    Outbox(
            @Qualifier("email") Database db,
            OutboxRepository outbox,
            SuppressionRepository suppressions,
            OptOuts optOuts,
            EmailWriter writer,
            EmailTransport transport,
            EmailSettings settings,
            Jobs jobs,
            MeterRegistry meters,
            Clock clock) {
        this.db = db;
        this.outbox = outbox;
        this.suppressions = suppressions;
        this.optOuts = optOuts;
        this.writer = writer;
        this.transport = transport;
        this.settings = settings;
        this.queue = jobs.queue(db);
        this.meters = meters;
        this.clock = clock;
    }

    record EmailRef(UUID id) {}

    /** Part of the event's transaction. An event that comes again changes nothing. */
    void accept(EmailRequested request) {
        if (outbox.insert(request)) {
            queue.schedule(SEND, request.id().toString(), new EmailRef(request.id()));
        }
    }

    /** How e-mails are sent; after a crash at the wrong moment, one may go out twice, under the same Message-ID. */
    Job<EmailRef> sending() {
        return Job.of(SEND, (email, run) -> send(email.id(), run.attempt()))
                .onGivenUp((email, cause) -> giveUp(email.id(), cause))
                .attempts(settings.attempts(), settings.firstWait(), settings.longestWait());
    }

    private void send(UUID id, int attempt) throws NotSentException {
        Optional<QueuedEmail> found = db.call(() -> outbox.pending(id));
        if (found.isEmpty()) {
            return;
        }
        QueuedEmail queued = found.get();
        if (db.call(() -> suppressions.holds(queued.to(), Category.isEssential(queued.kind())))
                || optOuts.isOut(queued.kind(), queued.to())) {
            finish(queued, EmailState.SUPPRESSED, attempt, null, null);
            return;
        }
        try {
            OptOut optOut = optOuts.linkFor(queued.kind(), queued.to());
            String providerId = transport.send(writer.write(queued, optOut));
            finish(queued, EmailState.SENT, attempt, null, providerId);
        } catch (NotSentException e) {
            notSent(queued, attempt, e);
        }
    }

    private void notSent(QueuedEmail queued, int attempt, NotSentException fault) throws NotSentException {
        switch (fault.verdict()) {
            case LATER -> {
                db.run(() -> outbox.postpone(queued.id(), attempt, fault.reason()));
                throw fault;
            }
            case OPERATOR -> {
                LOG.error("E-mails do not go out until this is put right: {}", fault.reason());
                db.run(() -> outbox.postpone(queued.id(), attempt, fault.reason()));
                throw fault.after(settings.longestWait());
            }
            case NEVER -> finish(queued, EmailState.FAILED, attempt, fault, null);
            case NO_SUCH_ADDRESS -> suppress(queued, attempt, fault, SuppressionRepository.Cause.BOUNCE);
            case PROVIDER_REFUSES -> suppress(queued, attempt, fault, SuppressionRepository.Cause.PROVIDER);
        }
    }

    private void suppress(QueuedEmail queued, int attempt, NotSentException fault, SuppressionRepository.Cause cause) {
        db.run(() -> {
            suppressions.put(queued.to(), cause, fault.reason());
            finish(queued, EmailState.FAILED, attempt, fault, null);
        });
    }

    private void giveUp(UUID id, Throwable cause) {
        db.call(() -> outbox.pending(id))
                .ifPresent(queued -> finish(queued, EmailState.FAILED, settings.attempts(), cause, null));
    }

    private void finish(
            QueuedEmail queued,
            EmailState state,
            int attempts,
            @Nullable Throwable cause,
            @Nullable String providerId) {
        String reason = cause == null ? null : reason(cause);
        // Of an account that is gone nothing is kept, its address neither.
        boolean ended = db.call(() -> queued.kind() == EmailKind.ACCOUNT_DELETED
                ? outbox.delete(queued.id())
                : outbox.finish(queued.id(), state, attempts, reason, providerId));
        if (ended) {
            count(queued.kind(), state);
            if (reason != null) {
                LOG.atWarn()
                        .addKeyValue("email", queued.id())
                        .addKeyValue("kind", queued.kind())
                        .log("e-mail not sent: {}", reason);
            }
        }
    }

    private static String reason(Throwable cause) {
        return cause instanceof NotSentException fault
                ? fault.reason()
                : cause.getClass().getSimpleName();
    }

    private void count(EmailKind kind, EmailState state) {
        meters.counter("chatforge.emails", "kind", kind.name().toLowerCase(Locale.ROOT), "state", state.key())
                .increment();
    }

    void forgetOld() {
        db.call(() -> outbox.deleteFinishedBefore(clock.instant().minus(settings.keep())));
    }
}
