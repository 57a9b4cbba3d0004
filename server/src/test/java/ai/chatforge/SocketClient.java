package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program at a WebSocket, that remembers all it was sent. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private volatile int closeCode;
    private volatile @Nullable WebSocket socket;

    static SocketClient open(RunningServer server, String path, Map<String, String> headers) {
        SocketClient client = new SocketClient();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        client.socket = builder.buildAsync(URI.create(server.address().replace("http:", "ws:") + path), client)
                .join();
        return client;
    }

    /** The status of the refusal, 101 if there is none. */
    static int refused(RunningServer server, String path, Map<String, String> headers) {
        try (SocketClient client = open(server, path, headers)) {
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refusal) {
                return refusal.getResponse().statusCode();
            }
            throw e;
        }
    }

    static SocketClient signedIn(RunningServer server, String token) {
        return open(server, "/api/chat/socket", Map.of("Authorization", "Bearer " + token));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            received.add(JSON.readTree(part.toString()));
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode = 1006;
    }

    WebSocket raw() {
        return java.util.Objects.requireNonNull(socket);
    }

    void send(Map<String, ?> message) {
        raw().sendText(JSON.writeValueAsString(message), true).join();
    }

    List<JsonNode> received() {
        return List.copyOf(received);
    }

    JsonNode next(String what, Predicate<JsonNode> wanted) {
        await(what).atMost(PATIENCE).until(() -> received.stream().anyMatch(wanted));
        return received.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** The error that answers the message of that name. */
    JsonNode problem(String ref) {
        return next(
                        "error of " + ref,
                        message -> text(message, "type").equals("error")
                                && text(message, "ref").equals(ref))
                .path("problem");
    }

    /** Events that came with this name, of answers. */
    List<JsonNode> events(String ref) {
        return received.stream()
                .filter(message -> text(message, "ref").equals(ref) && message.has("event"))
                .toList();
    }

    /** The events of an answer that is waited for. */
    List<JsonNode> toEnd(String ref) {
        JsonNode last = next(
                "end of " + ref,
                message -> text(message, "ref").equals(ref)
                        && (isLast(text(message, "event"))
                                || text(message, "type").equals("error")));
        assertThat(last.path("problem").isMissingNode()).as(last.toString()).isTrue();
        return events(ref);
    }

    String messageId(String ref) {
        return text(
                next("first event of " + ref, message -> text(message, "ref").equals(ref)), "messageId");
    }

    int closeCode() {
        await("close").atMost(PATIENCE).until(() -> closeCode != 0);
        return closeCode;
    }

    boolean isOpen() {
        return closeCode == 0;
    }

    static boolean isLast(String event) {
        return event.equals("done") || event.equals("error");
    }

    static String text(JsonNode message, String field) {
        return message.path(field).asString("");
    }

    @Override
    public void close() {
        raw().abort();
    }
}
