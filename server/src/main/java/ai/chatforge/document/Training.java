package ai.chatforge.document;

import ai.chatforge.document.api.SourceChanged;
import ai.chatforge.document.extract.LanguageGuess;
import ai.chatforge.document.extract.Segment;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.vector.api.KnowledgeIndex;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Makes a source ready: has its text read, then indexed piece by piece. What is finished is kept, so a job that was
 * cut off goes on where it was. What was found before is found until the new revision is whole.
 */
@Component
class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    private static final int SEGMENTS_AT_ONCE = 32;
    private static final int CHARACTERS_AT_ONCE = 60_000;
    /** After that others have their turn, if any wait. With the built-in model it is some 20 seconds' work. */
    private static final int PIECES_AT_A_TIME = 16;

    private static final Duration FINISHED_LATER = Duration.ofMinutes(10);

    private static final Source.Fault FAULT_OF_OURS = new Source.Fault(
            "training_failed",
            "The source could not be trained because of a fault on our side. Try again; if it stays, tell the operator.");
    private static final Source.Fault NOT_TAKEN = new Source.Fault(
            "not_indexable",
            "The search index does not take what stands in the source, so none of it is found. Change it; or tell the"
                    + " operator, whose log says why, and try again then.");
    private static final Source.Fault NOT_SCANNED = new Source.Fault(
            VirusScan.UNAVAILABLE,
            "The virus scanner did not answer for too long, so the file was not read. Try again later; if it stays, tell"
                    + " the operator.");

    private final Database db;
    private final SourceRepository sources;
    private final RevisionRepository revisions;
    private final SegmentRepository segments;
    private final SourceReaders readers;
    private final Fetches fetches;
    private final TrainingJobs jobs;
    private final Leftovers leftovers;
    private final KnowledgeIndex index;
    private final SourceChanges changes;
    private final EventLog events;
    private final Clock clock;

    Training(
            @Qualifier("document") Database db,
            SourceRepository sources,
            RevisionRepository revisions,
            SegmentRepository segments,
            SourceReaders readers,
            Fetches fetches,
            TrainingJobs jobs,
            Leftovers leftovers,
            KnowledgeIndex index,
            SourceChanges changes,
            EventLog events,
            Clock clock) {
        this.db = db;
        this.sources = sources;
        this.revisions = revisions;
        this.segments = segments;
        this.readers = readers;
        this.fetches = fetches;
        this.jobs = jobs;
        this.leftovers = leftovers;
        this.index = index;
        this.changes = changes;
        this.events = events;
        this.clock = clock;
    }

    /** Runs until the source is ready or has failed for good; what may pass later is thrown, to be tried again. */
    void run(TrainingJobs.SourceRef job) throws InterruptedException {
        Tenant.<@Nullable Void, InterruptedException>call(job.tenant(), () -> {
            UUID token = job.token();
            if (token == null) {
                db.run(() -> revisions.backInLine(job.source(), clock.instant()));
            } else {
                run(job.source(), token);
            }
            jobs.admit();
            return null;
        });
    }

    private void run(UUID id, UUID token) throws InterruptedException {
        try {
            Optional<Source> source =
                    db.call(() -> revisions.begin(id, token) ? sources.find(id) : Optional.<Source>empty());
            if (source.isPresent()) {
                train(new Work(source.get(), token));
            }
        } catch (SupersededException e) {
            LOG.debug("The job of source {} was overtaken", id);
        } catch (RuntimeException e) {
            db.run(() -> revisions.await(id, token));
            jobs.admit();
            throw e;
        }
    }

    /** The last word on a source whose job was tried too often. */
    void giveUp(TrainingJobs.SourceRef job) {
        UUID token = job.token();
        Tenant.run(job.tenant(), () -> {
            Optional<Source> source = db.call(() -> sources.find(job.source()));
            if (token != null && source.isPresent()) {
                giveUp(new Work(source.get(), token));
            }
            jobs.admit();
        });
    }

    private void giveUp(Work work) {
        Source.Fault waitsFor = work.source().error();
        boolean scanner = waitsFor != null && waitsFor.code().equals(VirusScan.UNAVAILABLE);
        try {
            if (work.source().isFinishing()) {
                // The passages of the former revision may be gone, so there is no way back to it.
                LOG.warn("Source {} cannot be finished; that is tried again later", work.id());
                jobs.later(work, clock.instant().plus(FINISHED_LATER));
            } else {
                settle(work, scanner ? NOT_SCANNED : FAULT_OF_OURS);
            }
        } catch (SupersededException e) {
            LOG.debug("The job of source {} was overtaken", work.id());
        }
    }

    private void train(Work work) throws InterruptedException {
        if (work.source().isFinishing()) {
            // Cut off there: the passages may be exchanged already.
            finish(work);
            return;
        }
        if (!work.source().extracted()) {
            switch (readers.read(work)) {
                case Reading.Whole whole -> keep(work, whole);
                case Reading.Unchanged unchanged -> {
                    fetches.noted(work.source(), Source.Outcome.UNCHANGED, null);
                    settle(work, null);
                    return;
                }
                case Reading.Failed failed -> {
                    fetches.noted(
                            work.source(), Source.Outcome.FAILED, failed.fault().message());
                    settle(work, failed.fault());
                    return;
                }
                case Reading.Later later -> {
                    jobs.later(work, later.at());
                    return;
                }
            }
        }
        index(work);
    }

    private void keep(Work work, Reading.Whole whole) {
        db.run(() -> {
            SupersededException.unless(
                    revisions.extracted(work.id(), work.token(), whole.segments(), whole.pages(), clock.instant()));
            Reading.Fetched fetched = whole.fetched();
            if (fetched != null) {
                String title = fetched.title();
                sources.titled(
                        work.id(), title == null ? work.source().title() : title, fetched.bytes(), fetched.sha256());
                fetches.noted(work.source(), Source.Outcome.CHANGED, null);
            }
        });
        changes.happened(work.source().chatbotId());
    }

    private void index(Work work) {
        Source source = work.source();
        // As it was when the job began: what has just been read begins anew.
        int done = source.extracted() ? source.progress().done() : 0;
        List<Segment> next = read(source, done);
        for (int pieces = 0; !next.isEmpty(); pieces++) {
            if (pieces == PIECES_AT_A_TIME) {
                jobs.later(work, clock.instant());
                return;
            }
            int passages = index.index(new KnowledgeIndex.IndexRequest(
                            source.tenantId(),
                            source.chatbotId(),
                            source.id(),
                            source.revision(),
                            next.stream().map(Training::toIndex).toList()))
                    .passages();
            done = next.getLast().ordinal() + 1;
            int upTo = done;
            SupersededException.unless(
                    db.call(() -> revisions.embedded(work.id(), work.token(), upTo, passages, clock.instant())));
            changes.happened(source.chatbotId());
            next = read(source, done);
        }
        finish(work);
    }

    private void finish(Work work) {
        Source source = work.source();
        SupersededException.unless(db.call(() -> revisions.finishing(work.id(), work.token())));
        KnowledgeIndex.Completed whole = index.complete(
                new KnowledgeIndex.Revision(source.tenantId(), source.chatbotId(), source.id(), source.revision()));
        Source.Former former = source.former();
        String unused = former == null ? null : unless(source.storageKey(), former.storageKey());
        String language = LanguageGuess.of(read(source, 0).stream().map(Segment::text));
        db.run(() -> {
            SupersededException.unless(revisions.finished(
                    work.id(),
                    work.token(),
                    whole.passages(),
                    language,
                    whole.taken() ? null : NOT_TAKEN,
                    clock.instant()));
            segments.deleteOthers(work.id(), source.revision());
            leftovers.drop(unused);
            events.publish(db, new SourceChanged(source.tenantId(), source.chatbotId(), source.id()));
        });
        leftovers.delete(unused);
        changes.happened(source.chatbotId());
        LOG.atInfo()
                .addKeyValue("source", source.id())
                .addKeyValue("passages", whole.passages())
                .log(whole.taken() ? "source ready" : "source not taken by the index");
    }

    /** As many segments as make one request of bearable size. */
    private List<Segment> read(Source source, int from) {
        List<Segment> rows = db.call(() -> segments.range(source.id(), source.revision(), from, SEGMENTS_AT_ONCE));
        int characters = 0;
        for (int i = 0; i < rows.size(); i++) {
            characters += rows.get(i).text().length();
            if (characters > CHARACTERS_AT_ONCE) {
                return rows.subList(0, i + 1);
            }
        }
        return rows;
    }

    private static KnowledgeIndex.Segment toIndex(Segment s) {
        return new KnowledgeIndex.Segment(s.ordinal(), s.page(), s.second(), s.section(), s.text());
    }

    /** @param fault null when what was fetched is nothing new */
    private void settle(Work work, Source.@Nullable Fault fault) {
        Source source = work.source();
        Source.Former former = source.former();
        String unused = former == null ? null : unless(former.storageKey(), source.storageKey());
        db.run(() -> {
            SupersededException.unless(revisions.begin(work.id(), work.token()));
            // What is whole is kept for the next try: it goes on from there.
            if (former != null || !source.extracted()) {
                segments.deleteOf(source.id(), source.revision());
            }
            leftovers.drop(unused);
            revisions.settle(source.id(), Source.Status.FAILED, fault, clock.instant());
        });
        leftovers.delete(unused);
        changes.happened(source.chatbotId());
        LOG.atInfo()
                .addKeyValue("source", source.id())
                .addKeyValue("code", fault == null ? "unchanged" : fault.code())
                .log("source settled");
    }

    private static @Nullable String unless(@Nullable String kept, @Nullable String key) {
        return Objects.equals(key, kept) ? null : key;
    }
}
