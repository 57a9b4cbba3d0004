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

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Map<String, Turn> turns = new HashMap<>();
    private final Clock clock;

    public HostTurns(Clock clock) {
        this.clock = clock;
    }

    /** @param taken by somebody, until then at the longest; else the host is left alone until then */
    private record Turn(Instant until, boolean taken) {}

    /** @return when to come again; empty: now it is the caller's turn, who has to end it */
    public synchronized Optional<Instant> begin(String host) {
        Instant now = clock.instant();
        Turn before = turns.get(host);
        if (before != null && before.until().isAfter(now)) {
            Instant soon = now.plus(SOON);
            return Optional.of(before.taken() && before.until().isAfter(soon) ? soon : before.until());
        }
        if (turns.size() >= MANY) {
            turns.values().removeIf(turn -> !turn.until().isAfter(now));
        }
        turns.put(host, new Turn(now.plus(LONGEST), true));
        return Optional.empty();
    }

    /** Begins when it may; false when that would take longer than the caller has patience. */
    boolean await(String host, Duration patience) throws InterruptedException {
        Instant end = clock.instant().plus(patience);
        for (Optional<Instant> later = begin(host); later.isPresent(); later = begin(host)) {
            if (later.get().isAfter(end)) {
                return false;
            }
            Thread.sleep(Duration.between(clock.instant(), later.get()).plusMillis(1));
        }
        return true;
    }

    public synchronized void end(String host, Duration pause) {
        turns.put(host, new Turn(clock.instant().plus(pause), false));
    }
}
