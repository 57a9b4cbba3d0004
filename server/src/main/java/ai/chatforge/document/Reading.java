package ai.chatforge.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the reading of a source's text ended. */
sealed interface Reading {
    /**
     * All segments of the revision are stored.
     *
     * @param title that the source gives itself
     * @param bytes and {@code sha256} of what was fetched
     */
    record Whole(
            int segments, @Nullable Integer pages, @Nullable Fetched fetched) implements Reading {}

    record Fetched(@Nullable String title, long bytes, String sha256) {}

    /** What was fetched is what is found already. */
    record Unchanged() implements Reading {}

    /** For good. */
    record Failed(Source.Fault fault) implements Reading {
        Failed(String code, String message) {
            this(new Source.Fault(code, message));
        }
    }

    /** There is more to do, then. */
    record Later(Instant at) implements Reading {}
}
