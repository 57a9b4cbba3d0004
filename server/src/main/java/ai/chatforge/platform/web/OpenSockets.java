package ai.chatforge.platform.web;

import jakarta.websocket.CloseReason.CloseCodes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;

/**
 * The WebSockets of this process. Each is pinged every ten seconds, and one that has said nothing for over three times
 * as long is given up, as is one that has begun a message and does not end it. When the process ends they are closed
 * before the web server is.
 */
public final class OpenSockets implements SmartLifecycle {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(35);
    private static final Duration FAREWELL = Duration.ofSeconds(8);

    private final Set<TextSocket> all = ConcurrentHashMap.newKeySet();
    private final Closing closing;
    private final Duration patience;
    private volatile boolean running;

    /** @param patience how long a message may take to come */
    OpenSockets(Closing closing, Duration patience) {
        this.closing = closing;
        this.patience = patience;
    }

    void add(TextSocket socket) {
        all.add(socket);
        if (closing.now()) {
            socket.close(CloseCodes.GOING_AWAY, "ChatForge is going to stop");
        }
    }

    void remove(TextSocket socket) {
        all.remove(socket);
    }

    public int count() {
        return all.size();
    }

    @Override
    public void start() {
        running = true;
        closing.untilThen("socket-heartbeats", HEARTBEAT, () -> all.forEach(this::look));
    }

    private void look(TextSocket socket) {
        if (socket.isSilentFor(SILENCE)) {
            socket.close(CloseCodes.GOING_AWAY, "Nothing was heard of you, no pong either");
        } else if (socket.isLeftHalfFor(patience)) {
            socket.close(CloseCodes.VIOLATED_POLICY, "A message was begun and not ended in time");
        } else {
            // On a thread of its own, as the client may take nothing.
            Thread.ofVirtual().start(socket::ping);
        }
    }

    @Override
    public void stop() {
        running = false;
        List<Thread> farewells = all.stream()
                .map(socket -> Thread.ofVirtual().start(() -> socket.leave("ChatForge is going to stop")))
                .toList();
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        try {
            for (Thread farewell : farewells) {
                farewell.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
