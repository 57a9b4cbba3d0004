package ai.chatforge.platform.error;

import static ai.chatforge.platform.error.ErrorCategory.*;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every error that ChatForge answers with. The key is part of the API: programs decide by it. */
public enum ErrorCode {
    INVALID_REQUEST(INVALID_INPUT, "The request is not valid"),
    MALFORMED_BODY(INVALID_INPUT, "The body could not be read"),
    UNKNOWN_FIELD(INVALID_INPUT, "The body has a field that is not known here"),
    INVALID_TOKEN(INVALID_INPUT, "The link is not valid any more"),
    UNAUTHENTICATED(ErrorCategory.UNAUTHENTICATED, "Sign in first"),
    INVALID_CREDENTIALS(ErrorCategory.UNAUTHENTICATED, "E-mail address or password is wrong"),
    TOTP_REQUIRED(ErrorCategory.UNAUTHENTICATED, "The second factor is needed"),
    INVALID_CODE(ErrorCategory.UNAUTHENTICATED, "The code of the second factor is wrong"),
    SIGN_IN_CANCELLED(INVALID_INPUT, "The sign-in was cancelled at the provider"),
    SIGN_IN_EXPIRED(INVALID_INPUT, "The sign-in took too long, or was begun in another browser"),
    IDENTITY_REFUSED(ErrorCategory.UNAUTHENTICATED, "What the provider said could not be trusted"),
    ADDRESS_NOT_VERIFIED(ErrorCategory.FORBIDDEN, "The provider has not verified the e-mail address"),
    LINKING_NEEDED(ErrorCategory.CONFLICT, "There is an account with this address that is not verified"),
    IDENTITY_TAKEN(ErrorCategory.CONFLICT, "Another account is linked with it"),
    ACCOUNT_SUSPENDED(ErrorCategory.FORBIDDEN, "The account is suspended"),
    SIGN_IN_PROVIDER_FAILED(UPSTREAM, "The provider of the sign-in failed"),
    CSRF_REJECTED(ErrorCategory.FORBIDDEN, "The request did not prove that it comes from this site"),
    FORBIDDEN(ErrorCategory.FORBIDDEN, "Not allowed"),
    INSUFFICIENT_CREDITS(PAYMENT_REQUIRED, "The account has too few credits"),
    PLAN_LIMIT_REACHED(ErrorCategory.FORBIDDEN, "The plan does not allow more"),
    NOT_FOUND(ErrorCategory.NOT_FOUND, "Not found"),
    MODEL_NOT_FOUND(ErrorCategory.NOT_FOUND, "There is no such model"),
    CONTEXT_LENGTH_EXCEEDED(INVALID_INPUT, "The request is longer than the model can read"),
    METHOD_NOT_ALLOWED(METHOD, "This address does not take that method"),
    NOT_ACCEPTABLE(ErrorCategory.NOT_ACCEPTABLE, "No answer in a form that the client accepts"),
    CONFLICT(ErrorCategory.CONFLICT, "The request conflicts with the present state"),
    VERSION_CONFLICT(ErrorCategory.CONFLICT, "Someone else changed it in between"),
    EMAIL_TAKEN(ErrorCategory.CONFLICT, "There is an account with this address"),
    SLUG_TAKEN(ErrorCategory.CONFLICT, "This slug is taken"),
    IDEMPOTENCY_KEY_REUSED(UNPROCESSABLE, "The idempotency key was used for another request"),
    IDEMPOTENCY_IN_PROGRESS(BUSY, "The first request with this idempotency key is still running"),
    BODY_TOO_LARGE(TOO_LARGE, "The body is too large"),
    FILE_TOO_LARGE(TOO_LARGE, "The file is too large"),
    UNSUPPORTED_MEDIA_TYPE(UNSUPPORTED_TYPE, "The content type is not supported here"),
    UNSUPPORTED_FILE_TYPE(UNSUPPORTED_TYPE, "The type of the file is not supported"),
    FILE_UNREADABLE(UNPROCESSABLE, "The file cannot be read"),
    RATE_LIMITED(ErrorCategory.RATE_LIMITED, "Too many requests"),
    PROVIDER_FAILED(UPSTREAM, "The model provider failed"),
    STORAGE_FULL(UNAVAILABLE, "There is no room left to store this"),
    /** Not 503: Tomcat would end the connection, and what watches servers would take this one for broken. */
    OVERLOADED(ErrorCategory.RATE_LIMITED, "More is asked at the moment than can be answered"),
    SERVICE_UNAVAILABLE(UNAVAILABLE, "A part of ChatForge is not reachable at the moment"),
    INTERNAL(BUG, "Something went wrong on our side");

    private final ErrorCategory category;
    private final String title;

    ErrorCode(ErrorCategory category, String title) {
        this.category = category;
        this.title = title;
    }

    public ErrorCategory category() {
        return category;
    }

    public String title() {
        return title;
    }

    public int status() {
        return category.status();
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ErrorCode> byKey(String key) {
        return Arrays.stream(values()).filter(c -> c.key().equals(key)).findFirst();
    }
}
