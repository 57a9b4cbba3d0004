package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RushTest {
    private static final int MOST = 2_000;

    private long now = 1;
    private final Rush rush = new Rush(MOST, () -> now);

    /** In each half second so many are begun, and one asks while so many wait. */
    private boolean isRefusedAfter(int halfSeconds, int perSecond, int waiting) {
        boolean refused = false;
        for (int i = 0; i < halfSeconds; i++) {
            IntStream.range(0, perSecond / 2).forEach(_ -> rush.begun());
            now += TimeUnit.MILLISECONDS.toNanos(500);
            refused = rush.refuses(waiting, 0);
        }
        return refused;
    }

    @Test
    void asLongAsThereIsRoomNobodyIsRefusedHoweverLongTheyWait() {
        assertThat(isRefusedAfter(100, 2, MOST)).isFalse();
        assertThat(rush.refuses(MOST + 1, 0)).isTrue();
        assertThat(rush.refuses(MOST, 0)).isFalse();
    }

    @Test
    void aRushThatPassesLetsInAsManyAsThereIsRoomFor() {
        assertThat(isRefusedAfter(10, 400, MOST + 1)).isTrue();
        assertThat(rush.refuses(MOST, 0)).isFalse();
    }

    @Test
    void whenItLastsAsManyWaitAsAreBegunInHalfASecond() {
        assertThat(isRefusedAfter(14, 1_200, MOST + 1)).isTrue();
        assertThat(rush.refuses(601, 0)).isTrue();
        assertThat(rush.refuses(600, 0)).isFalse();
        // Fewer are begun since fewer may wait.
        assertThat(isRefusedAfter(14, 300, 601)).isTrue();
        assertThat(rush.refuses(600, 0)).isFalse();
    }

    @Test
    void answersThatWaitToBeEndedStandInTheSameLine() {
        assertThat(rush.refuses(MOST, 10_000)).isFalse();
        assertThat(isRefusedAfter(14, 1_200, MOST + 1)).isTrue();
        assertThat(rush.refuses(200, 401)).isTrue();
        assertThat(rush.refuses(200, 400)).isFalse();
    }

    @Test
    void aFewMayAlwaysWaitHoweverSlowlyTheyAreBegun() {
        assertThat(isRefusedAfter(14, 2, MOST + 1)).isTrue();
        assertThat(rush.refuses(Rush.FEW + 1, 0)).isTrue();
        assertThat(rush.refuses(Rush.FEW, 0)).isFalse();
    }

    @Test
    void aSecondWithoutARefusalEndsIt() {
        assertThat(isRefusedAfter(14, 2, MOST + 1)).isTrue();
        isRefusedAfter(3, 2, Rush.FEW);
        assertThat(rush.refuses(MOST, 0)).isFalse();
        assertThat(isRefusedAfter(10, 2, MOST + 1)).isTrue();
        assertThat(rush.refuses(MOST, 0)).isFalse();
    }

    @Test
    void oneThatGoesOnHasToShowItselfAnew() {
        assertThat(isRefusedAfter(14, 2, MOST + 1)).isTrue();
        assertThat(isRefusedAfter(100, 2, MOST)).isTrue();
        assertThat(isRefusedAfter(10, 2, MOST)).isFalse();
    }

    @Test
    void whereFewMayWaitThatIsAllThereIs() {
        Rush small = new Rush(2, () -> now);
        assertThat(small.refuses(3, 0)).isTrue();
        assertThat(small.refuses(2, 0)).isFalse();
    }
}
