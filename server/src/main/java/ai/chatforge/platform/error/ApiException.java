package ai.chatforge.platform.error;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one exception that becomes a problem on the wire; a remote service's problem becomes the same exception. */
public final class ApiException extends RuntimeException {
    private final ErrorCode code;
    private final List<FieldError> fields;
    private final @Nullable Duration retryAfter;

    public ApiException(ErrorCode code, String detail) {
        this(code, detail, List.of(), null, null);
    }

    public ApiException(ErrorCode code, String detail, @Nullable Throwable cause) {
        this(code, detail, List.of(), null, cause);
    }

    public ApiException(
            ErrorCode code,
            String detail,
            List<FieldError> fields,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.fields = List.copyOf(fields);
        this.retryAfter = retryAfter;
    }

    /** The answer for what does not exist and for what belongs to somebody else: they must not differ. */
    public static ApiException notFound(String what) {
        return new ApiException(ErrorCode.NOT_FOUND, "There is no such " + what + ".");
    }

    public static ApiException invalid(String field, String message) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST, field + " " + message, List.of(new FieldError(field, message)), null, null);
    }

    public static ApiException retryLater(ErrorCode code, String detail, Duration after) {
        return new ApiException(code, detail, List.of(), after, null);
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> fields() {
        return fields;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
