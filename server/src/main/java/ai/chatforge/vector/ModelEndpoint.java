package ai.chatforge.vector;

import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.retry.Backoff;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to a service that the operator configured; what may pass is tried again. Keys and texts are in no message. */
final class ModelEndpoint {
    private static final long LARGEST_ANSWER = 64L * 1024 * 1024;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private final OutsideHttp http;
    private final JsonMapper json;
    private final String url;
    private final @Nullable String key;
    private final Duration patience;
    private final Backoff backoff;

    /** @param patience for one answer */
    ModelEndpoint(
            OutsideHttp http, JsonMapper json, String url, @Nullable String key, Duration patience, Backoff backoff) {
        this.http = http;
        this.json = json;
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.key = key == null || key.isBlank() ? null : key;
        this.patience = patience;
        this.backoff = backoff;
    }

    /** What no further try would change. */
    static final class RefusedException extends IOException {
        RefusedException(String message) {
            super(message);
        }
    }

    private static final class PassingException extends IOException {
        private final Duration wait;

        private PassingException(String message, Duration wait) {
            super(message);
            this.wait = wait;
        }
    }

    /** @param tries how often, at the most */
    JsonNode post(String path, Object body, int tries) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        for (int failures = 1; ; failures++) {
            Duration wait = Duration.ZERO;
            try {
                return once(path, bytes);
            } catch (RefusedException e) {
                throw e;
            } catch (PassingException e) {
                if (failures >= tries) {
                    throw e;
                }
                wait = e.wait;
            } catch (IOException e) {
                if (failures >= tries) {
                    throw new IOException(
                            url + " could not be spoken to: " + e.getClass().getSimpleName(), e);
                }
            }
            Duration own = backoff.after(failures);
            pause(wait.compareTo(own) > 0 ? wait : own);
        }
    }

    private JsonNode once(String path, byte[] body) throws IOException {
        Map<String, String> headers = key == null ? Map.of() : Map.of("Authorization", "Bearer " + key);
        OutsideHttp.Request request = new OutsideHttp.Request(
                "POST", URI.create(url + path), headers, body, "application/json", patience, patience);
        try (OutsideHttp.Response response = http.send(request, OutsideAccess.OPERATOR_CONFIGURED);
                InputStream in = response.body(LARGEST_ANSWER)) {
            int status = response.status();
            if (status == TIMEOUT || status == TOO_MANY || status >= SERVER) {
                throw new PassingException(url + " answered " + status, seconds(response.header("Retry-After")));
            }
            if (status != 200) {
                throw new RefusedException(url + " refused the request with status " + status);
            }
            return json.readTree(in.readAllBytes());
        } catch (JacksonException e) {
            throw new PassingException(url + " gave an answer that is no JSON", Duration.ZERO);
        }
    }

    private static Duration seconds(@Nullable String header) {
        if (header == null || !header.strip().matches("\\d{1,6}")) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(header.strip()));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static void pause(Duration wait) throws IOException {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
