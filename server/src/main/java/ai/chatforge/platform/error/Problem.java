package ai.chatforge.platform.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error (RFC 9457, {@code application/problem+json}).
 *
 * @param code stable key of the error, see {@link ErrorCode}
 * @param retryable whether the same request may succeed later
 * @param errors faults of single fields, when input is at fault
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String requestId,
        boolean retryable,
        List<FieldError> errors) {

    public static Problem of(ErrorCode code, String detail, @Nullable String requestId, List<FieldError> errors) {
        return of(code, detail, requestId, code.category().retryable(), errors);
    }

    private static Problem of(
            ErrorCode code, String detail, @Nullable String requestId, boolean retryable, List<FieldError> errors) {
        return new Problem(
                "/docs/errors#" + code.key(),
                code.title(),
                code.status(),
                detail,
                code.key(),
                requestId,
                retryable,
                errors);
    }

    public static Problem of(ApiException e, @Nullable String requestId) {
        boolean retryable = e.code().category().retryable() || e.retryAfter().isPresent();
        return of(e.code(), e.detail(), requestId, retryable, e.fields());
    }
}
