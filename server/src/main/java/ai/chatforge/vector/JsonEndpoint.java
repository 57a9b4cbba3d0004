package ai.chatforge.vector;

import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.retry.Backoff;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON over HTTP with a service that the operator configured; what may pass is tried again. Keys and texts are in no
 * message.
 */
final class JsonEndpoint {
    private static final long LARGEST_ANSWER = 64L * 1024 * 1024;
    private static final int LONGEST_EXPLANATION = 300;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TIMEOUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private final OutsideHttp http;
    private final JsonMapper json;
    private final String url;
    private final Map<String, String> headers;
    private final Duration patience;
    private final Backoff backoff;

    /**
     * @param headers of each request, a key among them
     * @param patience for one answer
     */
    JsonEndpoint(
            OutsideHttp http,
            JsonMapper json,
            String url,
            Map<String, String> headers,
            Duration patience,
            Backoff backoff) {
        this.http = http;
        this.json = json;
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.headers = Map.copyOf(headers);
        this.patience = patience;
        this.backoff = backoff;
    }

    /** The same service at another of its addresses. */
    JsonEndpoint at(String otherUrl) {
        return new JsonEndpoint(http, json, otherUrl, headers, patience, backoff);
    }

    /** @param headers those of the answer that were asked for, by their names as they were asked for */
    record Answer(JsonNode body, Map<String, String> headers) {}

    /** What no further try would change. */
    static final class RefusedException extends IOException {
        private final int status;
        private final String explanation;

        private RefusedException(String message, int status, String explanation) {
            super(message);
            this.status = status;
            this.explanation = explanation;
        }

        /** For a service that says so in an answer of status 200. */
        static RefusedException ofContent(String message) {
            return new RefusedException(message, UNPROCESSABLE, "");
        }

        int status() {
            return status;
        }

        /** Whether it is what was sent that the service does not take. */
        boolean isOfContent() {
            return status == BAD_REQUEST || status == TOO_LARGE || status == UNPROCESSABLE;
        }

        /** With the service's own words, which may hold what it was sent. */
        String inFull() {
            return getMessage() + ": " + explanation;
        }
    }

    private static class PassingException extends IOException {
        private final Duration wait;

        private PassingException(String message, Duration wait) {
            super(message);
            this.wait = wait;
        }
    }

    private static final class TooManyException extends PassingException {
        private TooManyException(String message, Duration wait) {
            super(message, wait);
        }
    }

    /** Whether the service is well and only did not do what it was asked for; it is not when it knows no such place, or key. */
    static boolean isOfOneRequest(Exception e) {
        return e instanceof TooManyException || (e instanceof RefusedException refused && refused.isOfContent());
    }

    /** Whether the service was spoken to, and may well do the same later. */
    static boolean mayPass(Exception e) {
        return e instanceof PassingException;
    }

    JsonNode send(String method, String path, @Nullable Object body, int tries) throws IOException {
        return exchange(method, path, body, tries, List.of()).body();
    }

    /** @param tries how often, at the most */
    Answer exchange(String method, String path, @Nullable Object body, int tries, List<String> wanted)
            throws IOException {
        byte[] bytes = body == null ? null : json.writeValueAsBytes(body);
        for (int failures = 1; ; failures++) {
            Duration wait = Duration.ZERO;
            try {
                return once(method, path, bytes, wanted);
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

    private Answer once(String method, String path, byte @Nullable [] body, List<String> wanted) throws IOException {
        OutsideHttp.Request request = new OutsideHttp.Request(
                method, URI.create(url + path), headers, body, "application/json", patience, patience);
        try (OutsideHttp.Response response = http.send(request, OutsideAccess.OPERATOR_CONFIGURED);
                InputStream in = response.body(LARGEST_ANSWER)) {
            int status = response.status();
            if (status == TOO_MANY) {
                throw new TooManyException(url + " answered " + status, seconds(response.header("Retry-After")));
            }
            if (status == TIMEOUT || status >= SERVER) {
                throw new PassingException(url + " answered " + status, seconds(response.header("Retry-After")));
            }
            if (status < 200 || status >= 300) {
                throw refused(status, new String(in.readNBytes(LONGEST_EXPLANATION), StandardCharsets.UTF_8));
            }
            byte[] answer = in.readAllBytes();
            return new Answer(answer.length == 0 ? json.missingNode() : json.readTree(answer), named(response, wanted));
        } catch (JacksonException e) {
            throw new PassingException(url + " gave an answer that is no JSON", Duration.ZERO);
        }
    }

    private RefusedException refused(int status, String explanation) {
        String masked = explanation;
        for (String value : headers.values()) {
            String secret = value.substring(value.lastIndexOf(' ') + 1);
            masked = secret.isEmpty() ? masked : masked.replace(secret, "…");
        }
        String what = status == UNAUTHORIZED || status == FORBIDDEN ? "key" : "request";
        return new RefusedException(url + " refused the " + what + " with status " + status, status, masked);
    }

    private static Map<String, String> named(OutsideHttp.Response response, List<String> wanted) {
        Map<String, String> found = new HashMap<>();
        for (String name : wanted) {
            String value = response.header(name);
            if (value != null) {
                found.put(name, value);
            }
        }
        return found;
    }

    private static Duration seconds(@Nullable String header) {
        if (header == null || !header.strip().matches("\\d{1,6}")) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(header.strip()));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    static void pause(Duration wait) throws IOException {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
