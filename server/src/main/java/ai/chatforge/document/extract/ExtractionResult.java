package ai.chatforge.document.extract;

import org.jspecify.annotations.Nullable;

/** How an extraction ended. Segments delivered before a failure are to be thrown away. */
public sealed interface ExtractionResult {
    /**
     * The whole file was read.
     *
     * @param pages of a PDF, with those that hold no text; null for other kinds
     * @param language as the document declares it, a language tag such as {@code en-GB}
     */
    record Extracted(
            @Nullable String title,
            @Nullable String author,
            @Nullable Integer pages,
            @Nullable String language,
            int segments,
            long characters)
            implements ExtractionResult {}

    /**
     * Nothing of the file is to be used.
     *
     * @param message for the user: what is wrong with the file, what to do
     */
    record Failed(FailureCode code, String message) implements ExtractionResult {}
}
