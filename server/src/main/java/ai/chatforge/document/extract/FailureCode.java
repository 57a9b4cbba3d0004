package ai.chatforge.document.extract;

import java.util.Locale;

/** Why a file gave no text. */
public enum FailureCode {
    UNSUPPORTED_FILE_TYPE,
    FILE_EMPTY,
    FILE_ENCRYPTED,
    /** The file is what it says, but damaged. */
    FILE_UNREADABLE,
    /** Pictures only, or nothing that could be read. */
    NO_TEXT,
    /** More pages, text or unpacked bytes than the limits allow. */
    FILE_TOO_LARGE,
    EXTRACTION_TIMEOUT,
    EXTRACTION_OUT_OF_MEMORY,
    EXTRACTION_CRASHED,
    /** Nothing is known against the file: no worker process could be started. */
    EXTRACTION_UNAVAILABLE;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the same file may succeed later without being changed. */
    public boolean retryable() {
        return this == EXTRACTION_UNAVAILABLE;
    }
}
