package ai.chatforge.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** What all requests of the tests share. */
final class Http {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final Duration PATIENCE = Duration.ofSeconds(60);

    // HTTP/1.1: the server speaks nothing else without TLS, and an upgrade attempt would be in each first request.
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Http() {}

    static Answer send(HttpRequest request) {
        return Answer.of(send(request, HttpResponse.BodyHandlers.ofString()));
    }

    static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return CLIENT.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The status, if there is anybody to give one. */
    static Optional<Integer> get(URI address) {
        try {
            return Optional.of(send(HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(5))
                            .build())
                    .status());
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
