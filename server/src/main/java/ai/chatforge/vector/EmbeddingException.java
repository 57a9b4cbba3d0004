package ai.chatforge.vector;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;

/** A text could not be turned into a vector. */
class EmbeddingException extends RuntimeException {
    EmbeddingException(String message) {
        super(message);
    }

    EmbeddingException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The index takes them neither now nor when they are embedded again. */
    static final class NotTakenException extends EmbeddingException {
        NotTakenException(Throwable cause) {
            super("The index does not take them: " + cause.getMessage(), cause);
        }
    }

    /** For work that can be done again later. */
    ApiException later() {
        return new ApiException(ErrorCode.PROVIDER_FAILED, "Passages could not be embedded: " + getMessage(), this);
    }
}
