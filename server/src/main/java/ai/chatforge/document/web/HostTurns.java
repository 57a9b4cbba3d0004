package ai.chatforge.document.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One request at a time to each host, with a pause after it; whoever asks, for whichever bot. */
public final class HostTurns {
    private static final int MANY = 10_000;
    /** After that a request that never gave its turn back is forgotten. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Map<String, Instant> free = new HashMap<>();
    private final Clock clock;

    public HostTurns(Clock clock) {
        this.clock = clock;
    }

    /** @return when to come again; empty: now it is the caller's turn, who has to end it */
    public synchronized Optional<Instant> begin(String host) {
        Instant now = clock.instant();
        Instant from = free.get(host);
        if (from != null && from.isAfter(now)) {
            Instant soon = now.plusSeconds(1);
            return Optional.of(from.isBefore(soon) ? from : soon);
        }
        if (free.size() >= MANY) {
            free.values().removeIf(at -> !at.isAfter(now));
        }
        free.put(host, now.plus(LONGEST));
        return Optional.empty();
    }

    public synchronized void end(String host, Duration pause) {
        free.put(host, clock.instant().plus(pause));
    }
}
