package ai.chatforge.vector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingMeasuresTest {
    private static final Map<String, Integer> GRADES = Map.of("a", 3, "b", 2, "c", 1);

    @Test
    void theBestOrderIsOneAndNothingRelevantIsZero() {
        assertThat(RankingMeasures.ndcg(List.of("a", "b", "c", "x"), GRADES, 10))
                .isEqualTo(1);
        assertThat(RankingMeasures.ndcg(List.of("x", "y"), GRADES, 10)).isZero();
        assertThat(RankingMeasures.ndcg(List.of(), GRADES, 10)).isZero();
    }

    @Test
    void gainIsDiscountedByTheLogarithmOfTheRank() {
        // 2 at the first place, 3 at the third: (2 + 3/2) of the best (3 + 2/log2(3) + 1/2).
        double best = 3 + 2 / (Math.log(3) / Math.log(2)) + 0.5;
        assertThat(RankingMeasures.ndcg(List.of("b", "x", "a"), GRADES, 10)).isCloseTo(3.5 / best, within(1e-9));
    }

    @Test
    void onlyTheDepthCounts() {
        List<String> ranking = List.of("x", "a", "y", "b");
        assertThat(RankingMeasures.recall(ranking, GRADES, 2)).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(RankingMeasures.recall(ranking, GRADES, 4)).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(RankingMeasures.reciprocalRank(ranking, GRADES, 10)).isEqualTo(0.5);
        assertThat(RankingMeasures.reciprocalRank(ranking, GRADES, 1)).isZero();
        assertThat(RankingMeasures.ndcg(ranking, Map.of("a", 1), 1)).isZero();
    }
}
