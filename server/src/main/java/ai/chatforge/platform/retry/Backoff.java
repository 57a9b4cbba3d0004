package ai.chatforge.platform.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits that double from {@code first} to {@code longest}. */
public record Backoff(Duration first, Duration longest) {

    /** Half of it by chance, so that what failed together is not tried together. */
    public Duration after(int failures) {
        long doubled = first.toMillis() << Math.clamp(failures - 1, 0, 30);
        long wait = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
    }
}
