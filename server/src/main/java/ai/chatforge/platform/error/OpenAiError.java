package ai.chatforge.platform.error;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The body of every error under {@code /v1/}: there clients are made for the API of OpenAI, and look for its form. */
public record OpenAiError(Detail error) {
    private static final String PREFIX = "/v1/";

    /**
     * @param type the field of OpenAI's API reference, by which its clients group errors
     * @param param path of the field that is at fault
     * @param code OpenAI's where it has one for the case, else that of {@link ErrorCode}
     */
    public record Detail(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    /** Whether the request's errors have this form. */
    public static boolean isFormOf(HttpServletRequest request) {
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return (original instanceof String path ? path : request.getRequestURI()).startsWith(PREFIX);
    }

    public static OpenAiError of(ApiException e) {
        String param = e.fields().isEmpty() ? null : e.fields().getFirst().field();
        return new OpenAiError(new Detail(e.detail(), type(e.code()), param, code(e.code())));
    }

    private static String type(ErrorCode code) {
        if (code.status() == 402) {
            return "insufficient_quota";
        } else if (code.status() == 429) {
            return "requests";
        }
        return code.status() >= 500 ? "server_error" : "invalid_request_error";
    }

    private static String code(ErrorCode code) {
        return switch (code.status()) {
            case 401 -> "invalid_api_key";
            case 402 -> "insufficient_quota";
            case 429 -> "rate_limit_exceeded";
            default -> code.key();
        };
    }
}
