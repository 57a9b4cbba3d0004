package ai.chatforge.document.extract;

/** What a look at a file's content said. */
public sealed interface Detection {
    record Accepted(DetectedType type) implements Detection {}

    /**
     * The file is not worth an extraction.
     *
     * @param message for the user: what was found, what to do
     */
    record Refused(FailureCode code, String message) implements Detection {}
}
