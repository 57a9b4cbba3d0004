package ai.chatforge.document;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One thing at a time of each tenant: others of the same one stand in line, those of another one do not. */
final class TenantTurns {
    private final Map<UUID, Line> lines = new HashMap<>();
    private final int longest;

    /** @param longest how many of one tenant may stand in line, with the one whose turn it is */
    TenantTurns(int longest) {
        this.longest = longest;
    }

    private static final class Line {
        private final Semaphore turn = new Semaphore(1, true);
        private int length;
    }

    /** @return whether it is the caller's turn, who has to end it; false when the line, or the wait, is too long */
    boolean begin(UUID tenant, Duration patience) throws InterruptedException {
        Optional<Line> line = join(tenant);
        if (line.isEmpty()) {
            return false;
        }
        boolean begun = false;
        try {
            begun = line.get().turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            return begun;
        } finally {
            if (!begun) {
                leave(tenant);
            }
        }
    }

    /** The next one's turn begins. */
    void end(UUID tenant) {
        leave(tenant).turn.release();
    }

    private synchronized Optional<Line> join(UUID tenant) {
        Line line = lines.computeIfAbsent(tenant, _ -> new Line());
        if (line.length == longest) {
            return Optional.empty();
        }
        line.length++;
        return Optional.of(line);
    }

    private synchronized Line leave(UUID tenant) {
        Line line = Objects.requireNonNull(lines.get(tenant));
        if (--line.length == 0) {
            lines.remove(tenant);
        }
        return line;
    }

    /** In all lines. */
    synchronized int count() {
        return lines.values().stream().mapToInt(line -> line.length).sum();
    }
}
