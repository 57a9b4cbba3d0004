package ai.chatforge.platform.error;

/** What kind of failure a code is; the HTTP status and whether a retry can help follow from it. */
public enum ErrorCategory {
    INVALID_INPUT(400, false),
    UNAUTHENTICATED(401, false),
    PAYMENT_REQUIRED(402, false),
    FORBIDDEN(403, false),
    NOT_FOUND(404, false),
    METHOD(405, false),
    NOT_ACCEPTABLE(406, false),
    CONFLICT(409, false),
    BUSY(409, true),
    TOO_LARGE(413, false),
    UNSUPPORTED_TYPE(415, false),
    UNPROCESSABLE(422, false),
    RATE_LIMITED(429, true),
    BUG(500, false),
    UPSTREAM(502, true),
    UNAVAILABLE(503, true);

    private final int status;
    private final boolean retryable;

    ErrorCategory(int status, boolean retryable) {
        this.status = status;
        this.retryable = retryable;
    }

    public int status() {
        return status;
    }

    public boolean retryable() {
        return retryable;
    }
}
