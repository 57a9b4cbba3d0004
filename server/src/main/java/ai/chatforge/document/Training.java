package ai.chatforge.document;

import ai.chatforge.document.extract.DetectedType;
import ai.chatforge.document.extract.ExtractionListener;
import ai.chatforge.document.extract.ExtractionResult;
import ai.chatforge.document.extract.Segment;
import ai.chatforge.document.extract.TextExtractor;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.storage.FolderStorage;
import ai.chatforge.vector.api.KnowledgeIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Makes a source ready: reads its text, then has it indexed piece by piece. What is finished is kept, so a job that was
 * cut off goes on where it was.
 */
@Component
class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    private static final int SEGMENTS_AT_ONCE = 32;
    private static final int CHARACTERS_AT_ONCE = 60_000;

    private final Database db;
    private final SourceRepository sources;
    private final SegmentRepository segments;
    private final FolderStorage files;
    private final VirusScan scan;
    private final TextExtractor extractor;
    private final KnowledgeIndex index;
    private final SourceChanges changes;
    private final Clock clock;

    Training(
            @Qualifier("document") Database db,
            SourceRepository sources,
            SegmentRepository segments,
            FolderStorage files,
            VirusScan scan,
            TextExtractor extractor,
            KnowledgeIndex index,
            SourceChanges changes,
            Clock clock) {
        this.db = db;
        this.sources = sources;
        this.segments = segments;
        this.files = files;
        this.scan = scan;
        this.extractor = extractor;
        this.index = index;
        this.changes = changes;
        this.clock = clock;
    }

    /** Runs until the source is ready or has failed for good; what may pass later is thrown, to be tried again. */
    void run(UUID tenant, UUID id) throws InterruptedException {
        Tenant.<@Nullable Void, InterruptedException>call(tenant, () -> {
            Optional<Source> source = db.call(() -> sources.find(id));
            if (source.isPresent() && source.get().status() != Source.Status.READY) {
                train(source.get());
            }
            return null;
        });
    }

    /** The last word on a source whose job was tried too often. */
    void giveUp(UUID tenant, UUID id) {
        Tenant.run(tenant, () -> db.call(() -> sources.find(id)).ifPresent(this::giveUp));
    }

    private void giveUp(Source source) {
        Source.Fault waitsFor = source.error();
        if (waitsFor != null && waitsFor.code().equals(VirusScan.UNAVAILABLE)) {
            fail(
                    source,
                    VirusScan.UNAVAILABLE,
                    "The virus scanner did not answer for too long, so the file was not read. Try again later; if it"
                            + " stays, tell the operator.");
            return;
        }
        fail(
                source,
                "training_failed",
                "The source could not be trained because of a fault on our side. Try again; if it stays, tell the"
                        + " operator.");
    }

    private void train(Source source) throws InterruptedException {
        if (source.extracted() || extract(source)) {
            Optional<Source> extracted = db.call(() -> sources.find(source.id()));
            if (extracted.isPresent()) {
                index(extracted.get());
            }
        }
    }

    private boolean extract(Source source) throws InterruptedException {
        Optional<Source.Fault> refused = scan.refuses(source);
        if (refused.isPresent()) {
            fail(source, refused.get().code(), refused.get().message());
            return false;
        }
        Path file = files.path(source.storageKey());
        if (!Files.exists(file)) {
            fail(source, "file_missing", "The file is no longer there. Delete the source and upload it again.");
            return false;
        }
        db.run(() -> {
            segments.deleteAll(source.id());
            sources.extracting(source.id(), 0, null, clock.instant());
        });
        changes.happened(source.chatbotId());
        Batches batches = new Batches(source);
        switch (extractor.extract(file, type(source), batches)) {
            case ExtractionResult.Extracted done -> {
                batches.flush();
                db.run(() -> sources.extracted(source.id(), done.segments(), done.pages(), clock.instant()));
                changes.happened(source.chatbotId());
                return true;
            }
            case ExtractionResult.Failed failed
            when failed.code().retryable() -> throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, failed.message());
            case ExtractionResult.Failed failed -> {
                db.run(() -> segments.deleteAll(source.id()));
                fail(source, failed.code().code(), failed.message());
                return false;
            }
        }
    }

    private void index(Source source) {
        int done = 0;
        int passages = 0;
        List<Segment> next = read(source, 0);
        while (!next.isEmpty()) {
            passages = index.index(new KnowledgeIndex.IndexRequest(
                            source.tenantId(),
                            source.chatbotId(),
                            source.id(),
                            source.revision(),
                            next.stream().map(Training::toIndex).toList()))
                    .passages();
            done = next.getLast().ordinal() + 1;
            int upTo = done;
            int made = passages;
            db.run(() -> sources.embedding(source.id(), upTo, made, clock.instant()));
            changes.happened(source.chatbotId());
            next = read(source, done);
        }
        int whole = index.complete(new KnowledgeIndex.Revision(
                        source.tenantId(), source.chatbotId(), source.id(), source.revision()))
                .passages();
        db.run(() -> sources.ready(source.id(), whole, clock.instant()));
        changes.happened(source.chatbotId());
        LOG.atInfo()
                .addKeyValue("source", source.id())
                .addKeyValue("segments", done)
                .addKeyValue("passages", whole)
                .log("source ready");
    }

    /** As many segments as make one request of bearable size. */
    private List<Segment> read(Source source, int from) {
        List<Segment> rows = db.call(() -> segments.range(source.id(), from, SEGMENTS_AT_ONCE));
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

    private static DetectedType type(Source source) {
        return Arrays.stream(DetectedType.values())
                .filter(type -> type.mediaType().equals(source.mediaType()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A source of type " + source.mediaType()));
    }

    private void fail(Source source, String code, String message) {
        db.run(() -> sources.failed(source.id(), code, message, clock.instant()));
        changes.happened(source.chatbotId());
        LOG.atInfo()
                .addKeyValue("source", source.id())
                .addKeyValue("code", code)
                .log("source failed");
    }

    /** Stores segments as they come, some at a time. */
    private final class Batches implements ExtractionListener {
        private final Source source;
        private final List<Segment> waiting = new ArrayList<>();
        private int characters;
        private int done;
        private @Nullable Integer total;

        Batches(Source source) {
            this.source = source;
        }

        @Override
        public void segment(Segment segment) {
            waiting.add(segment);
            characters += segment.text().length();
            if (waiting.size() >= 2 * SEGMENTS_AT_ONCE || characters > 4 * CHARACTERS_AT_ONCE) {
                flush();
            }
        }

        @Override
        public void progress(int read, @Nullable Integer of) {
            done = read;
            total = of;
        }

        void flush() {
            List<Segment> batch = List.copyOf(waiting);
            waiting.clear();
            characters = 0;
            db.run(() -> {
                if (!batch.isEmpty()) {
                    segments.insert(source.id(), batch);
                }
                sources.extracting(source.id(), done, total, clock.instant());
            });
            changes.happened(source.chatbotId());
        }
    }
}
