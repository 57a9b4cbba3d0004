package ai.chatforge.platform.web;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of a WebSocket (RFC 6455) that takes and sends texts. Messages come one after the other, each on a
 * thread that the container lends for it; anybody may send. A client that takes nothing for as long as one of an event
 * stream may, is cut off: the thread that sends waits so long and then fails.
 */
public abstract class TextSocket {
    /** In characters. Questions may have 32,000, and each may be written as an escape of six. */
    private static final int LARGEST = 1 << 18;

    private static final Logger LOG = LoggerFactory.getLogger(TextSocket.class);
    private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final ReentrantLock sending = new ReentrantLock();
    private volatile @Nullable Half begun;
    private volatile @Nullable Session session;
    private volatile boolean closed;
    private volatile long heard = System.nanoTime();

    /** A message of which more is to come. */
    private record Half(StringBuilder text, long since) {}

    /** The client is there. */
    protected void opened() {}

    /** A whole message. What this throws ends the socket. */
    protected abstract void received(String message);

    /** The socket is closed, from whichever side; called once. */
    protected abstract void closed(int code, String reason);

    /** The process ends, and the socket with it when this returns. */
    protected void drain() throws InterruptedException {}

    /** @throws IOException when nobody is there any more */
    public final void send(String message) throws IOException {
        send(message, true);
    }

    /** @param last false for a piece that more of the same message follow; then there must be one sender only */
    public final void send(String message, boolean last) throws IOException {
        Session now = session;
        sending.lock();
        try {
            if (now == null || closed) {
                throw new IOException("The socket is closed");
            }
            now.getBasicRemote().sendText(message, last);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // What the container throws when the client has gone in the meantime.
            throw new IOException(e);
        } finally {
            sending.unlock();
        }
    }

    public final boolean isClosed() {
        return closed;
    }

    /** Returns at once; nothing is sent afterwards. */
    public final void close(CloseCode code, String reason) {
        closed = true;
        Thread.ofVirtual().name("socket-close").start(() -> closeNow(code, reason));
    }

    private void closeNow(CloseCode code, String reason) {
        closed = true;
        Session now = session;
        try {
            if (now != null) {
                now.close(new CloseReason(code, reason));
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A socket was gone before it was closed: {}", e.toString());
        }
    }

    /** Unless something is being sent anyway. */
    final void ping() {
        Session now = session;
        if (now == null || closed || !sending.tryLock()) {
            return;
        }
        try {
            now.getBasicRemote().sendPing(NOTHING.duplicate());
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A client went away: {}", e.toString());
        } finally {
            sending.unlock();
        }
    }

    final boolean isSilentFor(Duration time) {
        return System.nanoTime() - heard > time.toNanos();
    }

    final boolean isLeftHalfFor(Duration time) {
        Half half = begun;
        return half != null && System.nanoTime() - half.since() > time.toNanos();
    }

    final void leave(String reason) {
        try {
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeNow(CloseCodes.GOING_AWAY, reason);
    }

    private void take(String part, boolean last) {
        heard = System.nanoTime();
        if (closed) {
            return;
        }
        Half former = begun;
        Half whole = former == null ? new Half(new StringBuilder(part.length()), heard) : former;
        if (whole.text().length() + part.length() > LARGEST) {
            begun = null;
            close(CloseCodes.TOO_BIG, "A message may have " + LARGEST + " characters");
            return;
        }
        whole.text().append(part);
        begun = last ? null : whole;
        if (last) {
            receive(whole.text().toString());
        }
    }

    private void receive(String message) {
        try {
            received(message);
        } catch (RuntimeException e) {
            LOG.error("A message of a socket could not be dealt with", e);
            close(CloseCodes.UNEXPECTED_CONDITION, "Something went wrong on our side");
        }
    }

    /** What the container talks to. */
    static final class Connection extends Endpoint {
        private final TextSocket socket;
        private final OpenSockets all;
        private final Duration patience;

        Connection(TextSocket socket, OpenSockets all, Duration patience) {
            this.socket = socket;
            this.all = all;
            this.patience = patience;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.getUserProperties().put(SEND_TIMEOUT, patience.toMillis());
            session.addMessageHandler(String.class, (part, last) -> socket.take(part, last));
            session.addMessageHandler(
                    ByteBuffer.class,
                    (_, _) -> socket.close(CloseCodes.CANNOT_ACCEPT, "Only text messages are understood"));
            session.addMessageHandler(PongMessage.class, _ -> socket.heard = System.nanoTime());
            socket.session = session;
            all.add(socket);
            socket.opened();
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            socket.closed = true;
            all.remove(socket);
            socket.closed(reason.getCloseCode().getCode(), String.valueOf(reason.getReasonPhrase()));
        }

        @Override
        public void onError(Session session, Throwable error) {
            LOG.debug("A socket failed: {}", error.toString());
        }
    }
}
