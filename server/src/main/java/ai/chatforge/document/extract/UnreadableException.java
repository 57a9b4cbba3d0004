package ai.chatforge.document.extract;

import java.io.IOException;

/** A file that a reader refuses, with the sentence that its owner sees. */
final class UnreadableException extends IOException {
    private final FailureCode code;

    UnreadableException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    FailureCode code() {
        return code;
    }

    String sentence() {
        String message = getMessage();
        return message == null ? code.code() : message;
    }
}
