package ai.chatforge.vector;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;

/** A text could not be turned into a vector. */
final class EmbeddingException extends RuntimeException {
    EmbeddingException(String message) {
        super(message);
    }

    EmbeddingException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For work that can be done again later. */
    ApiException later() {
        return new ApiException(ErrorCode.PROVIDER_FAILED, "Passages could not be embedded: " + getMessage(), this);
    }
}
