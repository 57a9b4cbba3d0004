package ai.chatforge.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TenantTurnsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final UUID ONE = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    private final TenantTurns turns = new TenantTurns(3);
    private final List<String> begun = new CopyOnWriteArrayList<>();

    private Thread waiting(String name) {
        int before = turns.count();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                if (turns.begin(ONE, LONG)) {
                    begun.add(name);
                }
            } catch (InterruptedException e) {
                begun.add("no " + name);
            }
        });
        await().until(() -> turns.count() > before);
        return thread;
    }

    @Test
    void othersOfATenantComeOneAfterTheOtherAndThoseOfAnotherOneAtOnce() throws InterruptedException {
        assertThat(turns.begin(ONE, LONG)).isTrue();
        waiting("second");
        waiting("third");

        assertThat(turns.begin(OTHER, LONG)).isTrue();
        assertThat(begun).isEmpty();

        turns.end(ONE);
        await().until(() -> begun.equals(List.of("second")));
        turns.end(ONE);
        await().until(() -> begun.equals(List.of("second", "third")));
        turns.end(ONE);
        turns.end(OTHER);
        assertThat(turns.count()).isZero();
        assertThat(turns.begin(ONE, Duration.ZERO)).isTrue();
    }

    @Test
    void whoWaitsTooLongOrInTooLongALineHasNoTurn() throws InterruptedException {
        assertThat(turns.begin(ONE, LONG)).isTrue();
        assertThat(turns.begin(ONE, Duration.ofMillis(1))).isFalse();
        waiting("second");
        waiting("third");

        assertThat(turns.begin(ONE, LONG)).isFalse();
        assertThat(turns.count()).isEqualTo(3);
    }

    @Test
    void whoIsInterruptedLeavesTheLine() throws InterruptedException {
        assertThat(turns.begin(ONE, LONG)).isTrue();
        Thread second = waiting("second");

        second.interrupt();
        second.join();

        assertThat(begun).containsExactly("no second");
        turns.end(ONE);
        assertThat(turns.count()).isZero();
        assertThat(turns.begin(ONE, Duration.ZERO)).isTrue();
    }
}
