package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Extraction in worker processes: this same program, started again with little memory and no network. */
public final class ForkedTextExtractor implements TextExtractor {
    private static final Logger log = LoggerFactory.getLogger(ForkedTextExtractor.class);

    private final ExtractionLimits limits;
    private final WorkerPool pool;
    private final TypeDetector types = new TypeDetector();

    /** @param temporary where each worker gets a folder of its own */
    public ForkedTextExtractor(ExtractionLimits limits, Path temporary) throws IOException {
        this(limits, temporary, null);
    }

    /** @param ocr who reads pictures; null for nobody */
    public ForkedTextExtractor(ExtractionLimits limits, Path temporary, @Nullable Tesseract ocr) throws IOException {
        this(limits, WorkerCommand.ofThisProcess(limits.heap().toBytes(), temporary, ocr));
    }

    /** For files that nobody waits for: whoever chats goes before. */
    public static ForkedTextExtractor inBackground(ExtractionLimits limits, Path temporary, @Nullable Tesseract ocr)
            throws IOException {
        return new ForkedTextExtractor(
                limits,
                WorkerCommand.ofThisProcess(limits.heap().toBytes(), temporary, ocr)
                        .inTheBackground());
    }

    ForkedTextExtractor(ExtractionLimits limits, WorkerCommand command) {
        this.limits = limits;
        pool = new WorkerPool(command, limits);
    }

    @Override
    public Detection detect(Path file, String fileName) throws IOException {
        return types.detect(file, fileName);
    }

    @Override
    public ExtractionResult extract(Path file, DetectedType type, ExtractionListener listener)
            throws InterruptedException {
        Request request = new Request(file, type);
        for (int attempt = 0; ; attempt++) {
            WorkerProcess worker;
            try {
                worker = pool.take();
            } catch (IOException e) {
                log.error("No extraction worker", e);
                return new ExtractionResult.Failed(
                        FailureCode.EXTRACTION_UNAVAILABLE,
                        "The file could not be read because no worker process could be started. It is tried again later.");
            }
            boolean used = worker.files() > 0;
            Conversation conversation = new Conversation(limits, worker, listener);
            try {
                ExtractionResult result = conversation.hold(request);
                // a worker that died while idle is not this file's fault
                if (!used || attempt > 0 || conversation.hasHeard() || !conversation.hasCrashed()) {
                    return result;
                }
            } finally {
                if (conversation.isOver()) {
                    pool.release(worker);
                } else {
                    pool.discard(worker);
                }
            }
        }
    }

    List<Long> workers() {
        return pool.workers();
    }

    @Override
    public void close() {
        pool.close();
    }
}
