package ai.chatforge.email;

import ai.chatforge.email.NotSentException.Verdict;
import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Requests to a provider's API over HTTP, and what their faults mean that all providers have in common. */
final class ProviderApi implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final long LARGEST_ANSWER = 1024L * 1024;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final OutsideHttp http = new OutsideHttp();
    private final Duration timeout;
    private final JsonMapper json;
    private final Clock clock;

    ProviderApi(Duration timeout, JsonMapper json, Clock clock) {
        this.timeout = timeout;
        this.json = json;
        this.clock = clock;
    }

    /**
     * An answer, whatever its status.
     *
     * @param type of Amazon's errors, which name them in a header
     * @param body missing if it is no JSON
     */
    record Answer(int status, @Nullable String type, JsonNode body, Duration retryAfter) {
        private static final int TOO_MANY = 429;
        private static final int TIMEOUT = 408;
        private static final int SERVER = 500;

        boolean ok() {
            return status >= 200 && status < 300;
        }

        boolean passes() {
            return status == TOO_MANY || status == TIMEOUT || status >= SERVER;
        }

        /** What has no meaning of its own at a provider. Words of providers repeat addresses, so they are not kept. */
        NotSentException fault(String provider) {
            return passes()
                    ? new NotSentException(Verdict.LATER, provider + " answered " + status, retryAfter)
                    : new NotSentException(Verdict.NEVER, provider + " refused the e-mail with status " + status);
        }

        /** Once more is better than not at all: whether it was taken, nobody knows. */
        String id(String provider, String field) throws NotSentException {
            String id = body.path(field).asString("");
            if (id.isEmpty()) {
                throw new NotSentException(Verdict.LATER, "The answer of " + provider + " could not be read");
            }
            return id;
        }
    }

    byte[] write(Object body) {
        return json.writeValueAsBytes(body);
    }

    Answer post(String url, Map<String, String> headers, byte[] body) throws NotSentException {
        OutsideHttp.Request request =
                new OutsideHttp.Request("POST", URI.create(url), headers, body, JSON, timeout, timeout);
        try (OutsideHttp.Response response = http.send(request, OutsideAccess.OPERATOR_CONFIGURED);
                InputStream in = response.body(LARGEST_ANSWER)) {
            byte[] bytes = in.readAllBytes();
            return new Answer(
                    response.status(),
                    response.header("x-amzn-errortype"),
                    read(bytes),
                    wait(response.header("Retry-After")));
        } catch (IOException e) {
            throw new NotSentException(
                    Verdict.LATER,
                    "The provider could not be spoken to: " + e.getClass().getSimpleName());
        }
    }

    /** What a message of a provider points to, if it is there; from public addresses only, as anybody can send such a message. */
    Optional<byte[]> get(URI url) throws IOException {
        OutsideHttp.Request request = new OutsideHttp.Request("GET", url, Map.of(), null, JSON, timeout, timeout);
        try (OutsideHttp.Response response = http.send(request, OutsideAccess.PUBLIC_ONLY);
                InputStream in = response.body(LARGEST_ANSWER)) {
            if (response.status() >= Answer.SERVER) {
                throw new IOException("Status " + response.status());
            }
            return response.status() == 200 ? Optional.of(in.readAllBytes()) : Optional.empty();
        }
    }

    private JsonNode read(byte[] bytes) {
        try {
            return json.readTree(bytes);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    /** Seconds or a date (RFC 9110). */
    private Duration wait(@Nullable String header) {
        if (header == null) {
            return Duration.ZERO;
        }
        Duration wait;
        try {
            wait = header.strip().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header.strip()))
                    : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
