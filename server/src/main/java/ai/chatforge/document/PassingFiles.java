package ai.chatforge.document;

import ai.chatforge.document.api.FileTexts;
import ai.chatforge.document.extract.DetectedType;
import ai.chatforge.document.extract.ExtractionResult;
import ai.chatforge.document.extract.FailureCode;
import ai.chatforge.document.extract.TextExtractor;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.web.multipart.MultipartFile;

/**
 * Reads files that are not kept, while somebody waits: with workers of its own, as those for sources may be busy for
 * minutes, and one of each tenant at a time, so that nobody keeps all of them busy.
 */
final class PassingFiles implements AutoCloseable {
    /** For a whole file; less than another process waits for an answer. */
    static final Duration READING = Duration.ofSeconds(40);

    private static final Duration PATIENCE = Duration.ofSeconds(50);
    /** Each waits with a file on the disk. */
    private static final int LONGEST_LINE = 50;

    private final TenantTurns turns = new TenantTurns(LONGEST_LINE);
    private final SourceService sources;
    private final VirusScan scan;
    private final TextExtractor extractor;
    private final Path temporary;

    PassingFiles(SourceService sources, VirusScan scan, TextExtractor extractor, Path temporary) {
        this.sources = sources;
        this.scan = scan;
        this.extractor = extractor;
        this.temporary = temporary;
    }

    FileTexts.FileText read(MultipartFile sent) {
        sources.requireSize(sent.getSize());
        String name = FileNames.clean(sent.getOriginalFilename());
        try {
            Path file = Files.createTempFile(temporary, "attached-", ".part");
            try {
                sent.transferTo(file);
                DetectedType type = sources.accepted(file, name);
                HeardText heard = inTime(file, type);
                return new FileTexts.FileText(name, type.mediaType(), sent.getSize(), heard.text(), heard.isWhole());
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HeardText inTime(Path file, DetectedType type) {
        UUID tenant = Tenant.required();
        long end = System.nanoTime() + PATIENCE.toNanos();
        requireTurn(tenant);
        FutureTask<HeardText> reading = new FutureTask<>(() -> Tenant.call(tenant, () -> heard(file, type)));
        Thread.ofVirtual().name("attachment").start(() -> {
            try {
                reading.run();
            } finally {
                turns.end(tenant);
            }
        });
        try {
            return reading.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw ApiException.retryLater(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "Too many files are being read at the moment. Try again in a little while.",
                    Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            throw stopping(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            // The worker and the scanner stop with it.
            reading.cancel(true);
        }
    }

    private void requireTurn(UUID tenant) {
        try {
            if (!turns.begin(tenant, PATIENCE)) {
                throw ApiException.retryLater(
                        ErrorCode.RATE_LIMITED,
                        "Files of an account are read one after the other, and too many of yours are waiting. Try again"
                                + " in a little while.",
                        Duration.ofSeconds(10));
            }
        } catch (InterruptedException e) {
            throw stopping(e);
        }
    }

    private static ApiException stopping(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "The server is stopping. Try again.", e);
    }

    private HeardText heard(Path file, DetectedType type) throws InterruptedException {
        scan.requireHarmless(file);
        HeardText heard = new HeardText(FileTexts.MOST_CHARACTERS);
        try {
            if (extractor.extract(file, type, heard) instanceof ExtractionResult.Failed failed) {
                // Of a long file, what was read until then.
                if (failed.code() != FailureCode.EXTRACTION_TIMEOUT || heard.isEmpty()) {
                    throw refused(failed);
                }
                heard.cut();
            }
        } catch (HeardText.Enough e) {
            heard.cut();
        }
        return heard;
    }

    private static ApiException refused(ExtractionResult.Failed failed) {
        return switch (failed.code()) {
            case UNSUPPORTED_FILE_TYPE -> new ApiException(ErrorCode.UNSUPPORTED_FILE_TYPE, failed.message());
            case FILE_TOO_LARGE -> new ApiException(ErrorCode.FILE_TOO_LARGE, failed.message());
            case EXTRACTION_UNAVAILABLE ->
                ApiException.retryLater(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "The file could not be read because no worker process could be started. Try again in a little"
                                + " while.",
                        Duration.ofSeconds(10));
            case FILE_EMPTY,
                    FILE_ENCRYPTED,
                    FILE_UNREADABLE,
                    NO_TEXT,
                    EXTRACTION_TIMEOUT,
                    EXTRACTION_OUT_OF_MEMORY,
                    EXTRACTION_CRASHED -> new ApiException(ErrorCode.FILE_UNREADABLE, failed.message());
        };
    }

    @Override
    public void close() {
        extractor.close();
    }
}
