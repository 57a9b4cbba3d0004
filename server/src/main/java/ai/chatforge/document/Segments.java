package ai.chatforge.document;

import ai.chatforge.document.extract.Segment;
import ai.chatforge.platform.persistence.Database;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Stores what is read, as long as it is the job's turn, and tells those who watch. */
@Component
class Segments {
    private final Database db;
    private final SegmentRepository segments;
    private final RevisionRepository revisions;
    private final SourceChanges changes;
    private final Clock clock;

    Segments(
            @Qualifier("document") Database db,
            SegmentRepository segments,
            RevisionRepository revisions,
            SourceChanges changes,
            Clock clock) {
        this.db = db;
        this.segments = segments;
        this.revisions = revisions;
        this.changes = changes;
        this.clock = clock;
    }

    /** Drops what an attempt before this one stored. */
    void begin(Work work, Source.Stage stage) {
        db.run(() -> {
            stage(work, stage, 0, null);
            segments.deleteOf(work.id(), work.source().revision());
        });
    }

    void stage(Work work, Source.Stage stage, int done, @Nullable Integer total) {
        SupersededException.unless(
                db.call(() -> revisions.stage(work.id(), work.token(), stage, done, total, clock.instant())));
        changes.happened(work.source().chatbotId());
    }

    void add(Work work, List<Segment> batch, int done, @Nullable Integer total) {
        db.run(() -> {
            stage(work, Source.Stage.EXTRACTING, done, total);
            if (!batch.isEmpty()) {
                segments.insert(work.id(), work.source().revision(), batch, null);
            }
        });
    }
}
