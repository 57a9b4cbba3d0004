package ai.chatforge.document;

import ai.chatforge.document.extract.DetectedType;
import ai.chatforge.document.extract.ExtractionListener;
import ai.chatforge.document.extract.ExtractionResult;
import ai.chatforge.document.extract.Segment;
import ai.chatforge.document.extract.TextExtractor;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.storage.FolderStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a file in the extraction process. */
@Component
class FileReading {
    private static final int SEGMENTS_AT_ONCE = 64;
    private static final int CHARACTERS_AT_ONCE = 240_000;
    private static final long LONGEST_SILENCE = 1_000_000_000;

    private final FolderStorage files;
    private final VirusScan scan;
    private final TextExtractor extractor;
    private final Segments segments;

    FileReading(FolderStorage files, VirusScan scan, TextExtractor extractor, Segments segments) {
        this.files = files;
        this.scan = scan;
        this.extractor = extractor;
        this.segments = segments;
    }

    Reading read(Work work) throws InterruptedException {
        String key = Objects.requireNonNull(work.source().storageKey());
        Optional<Source.Fault> refused = scan.refuses(work, key);
        if (refused.isPresent()) {
            return new Reading.Failed(refused.get());
        }
        Path file = files.path(key);
        if (!Files.exists(file)) {
            return new Reading.Failed(
                    "file_missing", "The file is no longer there. Delete the source and upload it again.");
        }
        segments.begin(work, Source.Stage.EXTRACTING);
        Batches batches = new Batches(work);
        return switch (extractor.extract(file, type(work.source()), batches)) {
            case ExtractionResult.Extracted done -> {
                batches.flush();
                yield new Reading.Whole(done.segments(), done.pages(), null);
            }
            case ExtractionResult.Failed failed
            when failed.code().retryable() -> throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, failed.message());
            case ExtractionResult.Failed failed ->
                new Reading.Failed(failed.code().code(), failed.message());
        };
    }

    private static DetectedType type(Source source) {
        return Arrays.stream(DetectedType.values())
                .filter(type -> type.mediaType().equals(source.mediaType()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A source of type " + source.mediaType()));
    }

    /** Stores segments as they come, some at a time. */
    private final class Batches implements ExtractionListener {
        private final Work work;
        private final List<Segment> waiting = new ArrayList<>();
        private int characters;
        private long flushed = System.nanoTime();
        private int done;
        private @Nullable Integer total;

        Batches(Work work) {
            this.work = work;
        }

        @Override
        public void segment(Segment segment) {
            waiting.add(segment);
            characters += segment.text().length();
            if (waiting.size() >= SEGMENTS_AT_ONCE || characters > CHARACTERS_AT_ONCE) {
                flush();
            }
        }

        @Override
        public void progress(int read, @Nullable Integer of) {
            done = read;
            total = of;
            // Seldom enough for slow pages too, after each of which the job may have been overtaken.
            if (System.nanoTime() - flushed > LONGEST_SILENCE) {
                flush();
            }
        }

        void flush() {
            List<Segment> batch = List.copyOf(waiting);
            waiting.clear();
            characters = 0;
            flushed = System.nanoTime();
            segments.add(work, batch, done, total);
        }
    }
}
