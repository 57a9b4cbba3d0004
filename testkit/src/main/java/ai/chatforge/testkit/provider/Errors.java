package ai.chatforge.testkit.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Refusals in OpenAI's form. */
final class Errors {
    private Errors() {}

    static String json(String message, String type, @Nullable String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":"
                + (code == null ? "null" : "\"" + code + "\"") + "}}";
    }

    /** @param key what the caller sent; providers repeat it when it is wrong, so it may end up in logs */
    static void write(Wire wire, int status, String key) throws IOException {
        switch (status) {
            case 401 ->
                write(
                        wire,
                        status,
                        "Unauthorized",
                        "",
                        json(
                                "Incorrect API key provided: " + key.replaceAll("[^\\x21-\\x7e]|[\"\\\\]", "?") + ".",
                                "invalid_request_error",
                                "invalid_api_key"));
            case 404 ->
                write(
                        wire,
                        status,
                        "Not Found",
                        "",
                        json("The model does not exist", "invalid_request_error", "model_not_found"));
            case 429 ->
                write(
                        wire,
                        status,
                        "Too Many Requests",
                        "Retry-After: 1\r\n",
                        json("Rate limit reached", "requests", "rate_limit_exceeded"));
            default ->
                write(
                        wire,
                        status,
                        status < 500 ? "Bad Request" : "Server Error",
                        "",
                        json("Scripted", status < 500 ? "invalid_request_error" : "server_error", null));
        }
    }

    private static void write(Wire wire, int status, String reason, String headers, String body) throws IOException {
        wire.whole(status, reason, "application/json", headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
