package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Path;

/** The border to the extraction process: what a file is, and its text piece by piece. Safe for many threads. */
public interface TextExtractor extends AutoCloseable {
    /** Looks at the content, in this process and without parsing it. The name serves to notice a wrong extension. */
    Detection detect(Path file, String fileName) throws IOException;

    /**
     * Reads the file; blocks until a worker is free and the file is done. Segments reach the listener in order, while
     * the worker reads on. What the listener throws ends the extraction and reaches the caller.
     *
     * @throws InterruptedException when the calling thread is interrupted; the worker is ended then
     */
    ExtractionResult extract(Path file, DetectedType type, ExtractionListener listener) throws InterruptedException;

    /** Ends all workers; extractions under way fail. */
    @Override
    void close();
}
