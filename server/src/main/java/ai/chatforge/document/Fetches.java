package ai.chatforge.document;

import ai.chatforge.platform.persistence.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** What came of fetching a source, and when it is fetched next. */
@Component
class Fetches {
    private final Database db;
    private final SourceRepository sources;
    private final TrainingJobs jobs;
    private final Clock clock;

    Fetches(@Qualifier("document") Database db, SourceRepository sources, TrainingJobs jobs, Clock clock) {
        this.db = db;
        this.sources = sources;
        this.jobs = jobs;
        this.clock = clock;
    }

    static boolean isFetched(Source source) {
        return source.url() != null && source.storageKey() == null;
    }

    void noted(Source source, Source.Outcome outcome, @Nullable String message) {
        if (isFetched(source)) {
            db.run(() -> {
                sources.fetched(source.id(), new Source.LastFetch(clock.instant(), outcome, message));
                // As it is now: the owner may have changed it while the source was fetched.
                sources.find(source.id()).ifPresent(now -> plan(now, now.refresh()));
            });
        }
    }

    /** Puts the next fetch in the queue; one that was planned before has no effect then. */
    void plan(Source source, Source.Refresh refresh) {
        Instant next = refresh.after(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        db.run(() -> {
            sources.refresh(source.id(), refresh, next);
            if (next != null) {
                jobs.fetchAgain(source.id(), next);
            }
        });
    }
}
