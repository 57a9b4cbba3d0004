package ai.chatforge.testkit.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Refusals in each vendor's form. */
final class Errors {
    static final String OPENAI_SERVER_ERROR =
            json("The server had an error while processing your request", "server_error", null);

    private Errors() {}

    static String json(String message, String type, @Nullable String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":"
                + (code == null ? "null" : "\"" + code + "\"") + "}}";
    }

    /** @param key what the caller sent; providers repeat it when it is wrong, so it may end up in logs */
    static void write(Wire wire, Dialect dialect, int status, String key, long retryAfter) throws IOException {
        String message =
                switch (status) {
                    case 401 -> "Incorrect API key provided: " + key.replaceAll("[^\\x21-\\x7e]|[\"\\\\]", "?") + ".";
                    case 404 -> "The model does not exist";
                    case 429 -> "Rate limit reached";
                    default -> "Scripted";
                };
        String openAi =
                switch (status) {
                    case 401 -> json(message, "invalid_request_error", "invalid_api_key");
                    case 404 -> json(message, "invalid_request_error", "model_not_found");
                    case 429 -> json(message, "requests", "rate_limit_exceeded");
                    default -> json(message, status < 500 ? "invalid_request_error" : "server_error", null);
                };
        // Google tells it in the body alone.
        String headers = status == 429 && dialect != Dialect.GEMINI ? "Retry-After: " + retryAfter + "\r\n" : "";
        wire.whole(
                status,
                reason(status),
                "application/json",
                headers,
                dialect.error(status, message, openAi, retryAfter));
    }

    /**
     * Fields that a model does not take.
     *
     * @param refuser forbids: in the words of Mistral's API; bounds: in those of DeepSeek's, as to what stands in the first
     *     one; else in those of OpenAI's, which names the first one
     */
    static void write(Wire wire, List<String> fields, String refuser) throws IOException {
        String field = fields.getFirst();
        String text =
                switch (refuser) {
                    case "forbids" ->
                        "{\"object\":\"error\",\"message\":{\"detail\":["
                                + fields.stream()
                                        .map(one -> "{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"" + one
                                                + "\"],\"msg\":\"Extra inputs are not permitted\",\"input\":true}")
                                        .collect(Collectors.joining(","))
                                + "]},\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}";
                    case "bounds" ->
                        json(
                                "Invalid " + field + " value, the valid range of " + field + " is [1, 8]",
                                "invalid_request_error",
                                "invalid_request_error");
                    default ->
                        "{\"error\":{\"message\":\"Unsupported parameter: '" + field
                                + "' is not supported with this model."
                                + (field.equals("max_tokens") ? " Use 'max_completion_tokens' instead." : "")
                                + "\",\"type\":\"invalid_request_error\",\"param\":\"" + field
                                + "\",\"code\":\"unsupported_parameter\"}}";
                };
        int status = refuser.equals("forbids") ? 422 : 400;
        wire.whole(status, reason(status), "application/json", "", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String reason(int status) {
        return switch (status) {
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 429 -> "Too Many Requests";
            default -> status < 500 ? "Bad Request" : "Server Error";
        };
    }
}
