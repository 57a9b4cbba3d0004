package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RushTest {
    private long now = 1;
    private final Rush rush = new Rush(() -> now);

    private void millis(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** In each half second so many are done, and one asks while so many wait. */
    private boolean isFullAfter(int halfSeconds, int perSecond, int waiting) {
        boolean full = false;
        for (int i = 0; i < halfSeconds; i++) {
            IntStream.range(0, perSecond / 2).forEach(_ -> rush.left());
            millis(500);
            full = rush.isFull(waiting);
        }
        return full;
    }

    @Test
    void whatPassesKeepsNobodyOut() {
        assertThat(isFullAfter(8, 400, 1_900)).isFalse();
        assertThat(rush.isFull(Integer.MAX_VALUE)).isFalse();
    }

    @Test
    void whenItLastsAsManyWaitAsAreBegunInASecond() {
        assertThat(isFullAfter(14, 600, 1_900)).isTrue();
        assertThat(rush.isFull(601)).isTrue();
        assertThat(rush.isFull(600)).isFalse();
    }

    @Test
    void aFewMayAlwaysWaitHoweverSlowlyTheyAreBegun() {
        assertThat(isFullAfter(14, 2, 1_900)).isTrue();
        assertThat(rush.isFull(Rush.FEW + 1)).isTrue();
        assertThat(rush.isFull(Rush.FEW)).isFalse();
    }

    @Test
    void afterAQuietSecondAnotherRushMayPass() {
        assertThat(isFullAfter(14, 2, 1_900)).isTrue();
        isFullAfter(3, 2, Rush.FEW);
        assertThat(rush.isFull(1_900)).isFalse();
        assertThat(isFullAfter(8, 2, 1_900)).isFalse();
        assertThat(isFullAfter(3, 2, 1_900)).isTrue();
    }
}
