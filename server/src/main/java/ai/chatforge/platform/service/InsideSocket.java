package ai.chatforge.platform.service;

import ai.chatforge.platform.web.TextSocket;
import jakarta.websocket.CloseReason.CloseCodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * A client's socket that is handed on to another process of this installation. One message is under way in each direction
 * at the most: who is slow on one side slows the other one down.
 */
public final class InsideSocket extends TextSocket {
    private static final Logger LOG = LoggerFactory.getLogger(InsideSocket.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final WebSocket inside;

    private InsideSocket(WebSocket inside) {
        this.inside = inside;
    }

    /** Opens them. */
    public static final class Client {
        private final HttpClient http = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();

        /** @return nothing when the other process refuses it: then a plain request is told why */
        public Optional<InsideSocket> open(URI address, HttpHeaders headers) throws IOException {
            WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(HANDSHAKE);
            headers.forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
            Answers answers = new Answers();
            try {
                WebSocket inside = builder.buildAsync(address, answers).join();
                InsideSocket socket = new InsideSocket(inside);
                answers.client = socket;
                return Optional.of(socket);
            } catch (CompletionException e) {
                if (e.getCause() instanceof WebSocketHandshakeException) {
                    return Optional.empty();
                }
                throw new IOException(e.getCause());
            }
        }
    }

    /** Nobody is going to come to it. */
    public void abandon() {
        inside.abort();
    }

    @Override
    protected void opened() {
        inside.request(1);
    }

    @Override
    protected void received(String message) {
        try {
            inside.sendText(message, true)
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException | IllegalStateException e) {
            LOG.debug("The other process takes nothing: {}", e.toString());
            close(CloseCodes.SERVICE_RESTART, "A part of ChatForge is not reachable");
        }
    }

    @Override
    protected void closed(int code, String reason) {
        var _ = inside.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .orTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        inside.abort();
                    }
                });
    }

    /** What comes from the other process. */
    private static final class Answers implements WebSocket.Listener {
        private volatile @Nullable InsideSocket client;

        private InsideSocket client() {
            // Nothing is asked for before the client is there.
            return Objects.requireNonNull(client);
        }

        @Override
        public void onOpen(WebSocket socket) {}

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            try {
                client().send(part.toString(), last);
                socket.request(1);
            } catch (IOException e) {
                LOG.debug("A client went away: {}", e.toString());
                socket.abort();
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            boolean sayable = code != 1005 && code != 1006 && code != 1015;
            client().close(sayable ? CloseCodes.getCloseCode(code) : CloseCodes.UNEXPECTED_CONDITION, reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            InsideSocket known = client;
            if (known != null) {
                known.close(CloseCodes.SERVICE_RESTART, "A part of ChatForge is not reachable");
            }
        }
    }
}
