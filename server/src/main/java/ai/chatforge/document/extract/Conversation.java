package ai.chatforge.document.extract;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file with one worker: passes on what comes, and watches time and amount. */
final class Conversation {
    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    /** What the JVM ends with when told to end at the first shortage of memory. */
    private static final int EXIT_OUT_OF_MEMORY = 3;

    /** Killed by the system, as it does when memory runs out. */
    private static final int EXIT_KILLED = 137;

    private final ExtractionLimits limits;
    private final WorkerProcess worker;
    private final ExtractionListener listener;
    private @Nullable Integer pages;
    private int segments;
    private long characters;
    private boolean heard;
    private boolean over;
    private boolean crashed;

    Conversation(ExtractionLimits limits, WorkerProcess worker, ExtractionListener listener) {
        this.limits = limits;
        this.worker = worker;
        this.listener = listener;
    }

    /** Whether the worker answered to the end and waits for the next file. */
    boolean isOver() {
        return over;
    }

    boolean hasHeard() {
        return heard;
    }

    boolean hasCrashed() {
        return crashed;
    }

    ExtractionResult hold(Request request) throws InterruptedException {
        try {
            worker.ask(request);
        } catch (IOException e) {
            return ended();
        }
        long left = limits.total().toNanos();
        while (true) {
            Duration patience = Duration.ofNanos(Math.min(left, limits.silence().toNanos()));
            long before = System.nanoTime();
            Frame frame = worker.next(patience);
            // only waiting counts: a slow receiver is not the file's fault
            left -= System.nanoTime() - before;
            if (frame == null || left <= 0) {
                return tooLong();
            }
            ExtractionResult result = hear(frame);
            if (result != null) {
                return result;
            }
        }
    }

    private @Nullable ExtractionResult hear(Frame frame) throws InterruptedException {
        heard = heard || !(frame instanceof Frame.Ended);
        return switch (frame) {
            case Frame.Ready() -> null;
            case Frame.Pages(int total) -> pages(total);
            case Frame.PageDone(int done) -> {
                listener.progress(done, pages);
                yield null;
            }
            case Frame.Text(Segment segment) -> segment(segment);
            case Frame.Link(PageLink link) -> {
                listener.link(link);
                yield null;
            }
            case Frame.Done(DocumentReader.Facts facts) -> done(facts);
            case Frame.Failed(FailureCode code, String message) -> {
                over = true;
                yield new ExtractionResult.Failed(code, message);
            }
            case Frame.Ended() -> ended();
        };
    }

    private @Nullable ExtractionResult pages(int total) {
        if (total > limits.maxPages()) {
            return new ExtractionResult.Failed(
                    FailureCode.FILE_TOO_LARGE,
                    "The PDF has %,d pages; %,d are allowed. Split it into several files."
                            .formatted(total, limits.maxPages()));
        }
        pages = total;
        listener.progress(0, total);
        return null;
    }

    private @Nullable ExtractionResult segment(Segment segment) {
        characters += segment.text().length();
        if (characters > limits.maxCharacters()) {
            return new ExtractionResult.Failed(
                    FailureCode.FILE_TOO_LARGE,
                    "The file holds more than %,d characters of text. Split it into several files."
                            .formatted(limits.maxCharacters()));
        }
        segments++;
        listener.segment(segment);
        if (segment.page() == null) {
            listener.progress(segments, null);
        }
        return null;
    }

    private ExtractionResult done(DocumentReader.Facts facts) {
        over = true;
        if (segments == 0) {
            return new ExtractionResult.Failed(FailureCode.NO_TEXT, "The file holds no text.");
        }
        return new ExtractionResult.Extracted(
                facts.title(), facts.author(), facts.pages(), facts.language(), segments, characters);
    }

    private ExtractionResult tooLong() {
        log.warn("Extraction worker ended after too long a time, segments={}", segments);
        return new ExtractionResult.Failed(
                FailureCode.EXTRACTION_TIMEOUT,
                "Reading the file took too long and was stopped. Export it again or split it into smaller files.");
    }

    private ExtractionResult ended() throws InterruptedException {
        crashed = true;
        int exit = worker.exitCode();
        log.warn("Extraction worker ended by itself, exit={}, said: {}", exit, worker.lastWords());
        return exit == EXIT_OUT_OF_MEMORY || exit == EXIT_KILLED
                ? new ExtractionResult.Failed(
                        FailureCode.EXTRACTION_OUT_OF_MEMORY,
                        "Reading the file needs more memory than is allowed. Split it into smaller files.")
                : new ExtractionResult.Failed(
                        FailureCode.EXTRACTION_CRASHED,
                        "The file made its reader crash. Export it again, or save it in another accepted format.");
    }
}
