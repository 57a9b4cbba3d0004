package ai.chatforge.document;

import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.job.JobQueue;
import ai.chatforge.platform.job.JobType;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Jobs of sources. Of each tenant only a few are in the queue at the same time, and the next one is let in when one
 * ends: so nobody waits for all the sources of somebody else.
 */
@Component
class TrainingJobs {
    static final JobType<SourceRef> TRAIN = new JobType<>("train-source", SourceRef.class);
    static final JobType<FetchRef> FETCH = new JobType<>("fetch-source-again", FetchRef.class);

    private static final Duration SHORT = Duration.ofSeconds(5);

    private final Database db;
    private final RevisionRepository revisions;
    private final DocumentSettings settings;
    private final JobQueue queue;
    private final Clock clock;

    TrainingJobs(
            @Qualifier("document") Database db,
            RevisionRepository revisions,
            DocumentSettings settings,
            Jobs jobs,
            Clock clock) {
        this.db = db;
        this.revisions = revisions;
        this.settings = settings;
        this.queue = jobs.queue(db);
        this.clock = clock;
    }

    /** @param token null in jobs of an older version */
    record SourceRef(UUID tenant, UUID source, @Nullable UUID token) {}

    /** @param at what the source says when the job is still wanted */
    record FetchRef(UUID tenant, UUID source, Instant at) {}

    /** Lets those of the present tenant in whose turn it is. */
    void admit() {
        db.run(() -> {
            revisions.lockLine();
            revisions
                    .admit(settings.trainingJobsPerAccount())
                    .forEach(one -> queue.schedule(
                            TRAIN,
                            one.token().toString(),
                            new SourceRef(Tenant.required(), one.source(), one.token())));
        });
    }

    /**
     * Goes on with a source later; the job that is under way ends here. Others of the account go first: those in line
     * before its next turn, or all while it waits for long.
     */
    void later(Work work, Instant at) {
        Instant now = clock.instant();
        boolean waits = at.isAfter(now.plus(SHORT));
        db.run(() -> {
            revisions.lockLine();
            if (!waits && revisions.stepBack(work.id(), work.token(), now)) {
                return;
            }
            UUID next = Ids.next();
            SupersededException.unless(revisions.hand(work.id(), work.token(), next, waits));
            queue.schedule(TRAIN, next.toString(), new SourceRef(work.source().tenantId(), work.id(), next), at);
        });
    }

    void fetchAgain(UUID source, Instant at) {
        queue.schedule(FETCH, source + " " + at, new FetchRef(Tenant.required(), source, at), at);
    }
}
