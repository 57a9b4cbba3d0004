package ai.chatforge.document;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** New content for sources that are there. What was found before is found until the new one is trained. */
@Service
class ContentService {
    private final Database db;
    private final SourceRepository sources;
    private final RevisionRepository revisions;
    private final SegmentRepository segments;
    private final Leftovers leftovers;
    private final Fetches fetches;
    private final TrainingJobs jobs;
    private final SourceChanges changes;
    private final Clock clock;

    ContentService(
            @Qualifier("document") Database db,
            SourceRepository sources,
            RevisionRepository revisions,
            SegmentRepository segments,
            Leftovers leftovers,
            Fetches fetches,
            TrainingJobs jobs,
            SourceChanges changes,
            Clock clock) {
        this.db = db;
        this.sources = sources;
        this.revisions = revisions;
        this.segments = segments;
        this.leftovers = leftovers;
        this.fetches = fetches;
        this.jobs = jobs;
        this.changes = changes;
        this.clock = clock;
    }

    /** Nothing happens when it is under way already. */
    Source refetch(UUID bot, UUID id) {
        Source now = db.call(() -> {
            Source source = lock(bot, id);
            if (!Fetches.isFetched(source)) {
                throw new ApiException(
                        ErrorCode.CONFLICT,
                        "Only pages, and videos without a pasted transcript, can be fetched. Replace the content"
                                + " instead.");
            }
            if (!source.isUnderWay()) {
                renew(source, null);
            }
            return lock(bot, id);
        });
        changes.happened(bot);
        return now;
    }

    /** Starts one that is held back or failed; nothing happens to others. */
    Source train(UUID bot, UUID id) {
        Source now = db.call(() -> {
            lock(bot, id);
            revisions.restart(bot, id, clock.instant());
            jobs.admit();
            return lock(bot, id);
        });
        changes.happened(bot);
        return now;
    }

    /** Called by the job that was planned for it. */
    void fetchAsPlanned(TrainingJobs.FetchRef planned) {
        Tenant.run(planned.tenant(), () -> {
            Optional<Source> begun = db.call(() -> {
                Optional<Source> wanted = sources.lock(planned.source())
                        .filter(source -> planned.at().equals(source.nextFetchAt()));
                wanted.ifPresent(source -> {
                    // Already now, whatever becomes of this one.
                    fetches.plan(source, source.refresh());
                    boolean heldBack = source.status() == Source.Status.PENDING;
                    if (Fetches.isFetched(source) && !source.isUnderWay() && !heldBack) {
                        renew(source, null);
                    }
                });
                return wanted;
            });
            begun.ifPresent(source -> changes.happened(source.chatbotId()));
        });
    }

    Source replace(UUID bot, UUID id, Source.Type type, Content content) {
        return replace(bot, id, type, content, null);
    }

    /**
     * The file of the content is deleted when it is not taken.
     *
     * @param version of the content that this one was made from; null where that does not matter
     */
    Source replace(UUID bot, UUID id, Source.Type type, Content content, @Nullable String version) {
        boolean taken = false;
        String unused = null;
        try {
            Source before = db.call(() -> lock(bot, id));
            requireType(before, type);
            boolean same = before.storageKey() != null
                    && before.sha256().equals(content.sha256())
                    && before.mediaType().equals(content.mediaType())
                    && before.status() != Source.Status.FAILED;
            if (same) {
                return before;
            }
            unused = db.<@Nullable String>call(() -> {
                Source source = lock(bot, id);
                requireNotFinishing(source);
                requireVersion(source, version);
                renew(source, content);
                // Of a revision that never was: what is found now is needed until the end.
                boolean found = source.status() == Source.Status.READY;
                String dropped = found ? null : source.storageKey();
                leftovers.drop(dropped);
                return dropped;
            });
            taken = true;
            changes.happened(bot);
            return db.call(() -> lock(bot, id));
        } finally {
            leftovers.delete(taken ? unused : content.storageKey());
        }
    }

    private static void requireVersion(Source source, @Nullable String version) {
        if (version != null && !version.equals(source.sha256())) {
            throw new ApiException(
                    ErrorCode.CONFLICT,
                    "This source is not as it was when you opened it. Keep a copy of your words, open it again, and make"
                            + " your change in what is there now.");
        }
    }

    private static void requireType(Source source, Source.Type type) {
        if (source.type() != type) {
            throw new ApiException(
                    ErrorCode.CONFLICT,
                    "The source is of type " + SourceRepository.key(source.type()) + ", not "
                            + SourceRepository.key(type) + ". Add a new source instead.");
        }
    }

    /** @param dropped the file of a revision that will not be */
    private record Cancelled(Source now, @Nullable String dropped) {}

    /** Ends what is under way: what was found before stays, and where there was nothing, training is held back. */
    Source cancel(UUID bot, UUID id) {
        Cancelled cancelled = db.call(() -> {
            Source source = lock(bot, id);
            if (!source.isUnderWay()) {
                return new Cancelled(source, null);
            }
            requireNotFinishing(source);
            revisions.settle(id, Source.Status.PENDING, null, clock.instant());
            Source.Former former = source.former();
            if (former != null) {
                segments.deleteOf(id, source.revision());
            }
            jobs.admit();
            boolean same = former == null || Objects.equals(former.storageKey(), source.storageKey());
            String dropped = same ? null : source.storageKey();
            leftovers.drop(dropped);
            return new Cancelled(lock(bot, id), dropped);
        });
        leftovers.delete(cancelled.dropped());
        changes.happened(bot);
        return cancelled.now();
    }

    private void renew(Source source, @Nullable Content content) {
        revisions.renew(source.id(), content, clock.instant());
        if (source.status() != Source.Status.READY) {
            segments.deleteOf(source.id(), source.revision());
        }
        jobs.admit();
    }

    private static void requireNotFinishing(Source source) {
        if (source.isFinishing()) {
            throw ApiException.retryLater(
                    ErrorCode.CONFLICT, "The source is just becoming ready. Try again.", Duration.ofSeconds(1));
        }
    }

    private Source lock(UUID bot, UUID id) {
        return sources.lock(bot, id).orElseThrow(() -> ApiException.notFound("source"));
    }
}
