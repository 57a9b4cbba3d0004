package ai.chatforge.platform.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(100));

    @RepeatedTest(20)
    void growsUpToALimitAndVaries() {
        assertThat(backoff.after(1).toMillis()).isBetween(10L, 20L);
        assertThat(backoff.after(2).toMillis()).isBetween(20L, 40L);
        assertThat(backoff.after(1_000).toMillis()).isBetween(50L, 100L);
    }
}
