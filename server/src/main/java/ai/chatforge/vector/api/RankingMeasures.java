package ai.chatforge.vector.api;

import java.util.List;
import java.util.Map;

/** How good a ranking is, from 0 to 1; each for one question. For evaluations and for the measurements of search alike. */
public final class RankingMeasures {
    private RankingMeasures() {}

    /** Gain is the grade, discounted by the logarithm of the rank, in relation to the best order that there could be. */
    public static double ndcg(List<String> ranking, Map<String, Integer> grades, int depth) {
        double gain = 0;
        for (int rank = 0; rank < Math.min(depth, ranking.size()); rank++) {
            gain += grades.getOrDefault(ranking.get(rank), 0) / discount(rank);
        }
        List<Integer> best = grades.values().stream()
                .sorted((a, b) -> Integer.compare(b, a))
                .limit(depth)
                .toList();
        double ideal = 0;
        for (int rank = 0; rank < best.size(); rank++) {
            ideal += best.get(rank) / discount(rank);
        }
        return ideal == 0 ? 0 : gain / ideal;
    }

    private static double discount(int rank) {
        return Math.log(rank + 2) / Math.log(2);
    }

    public static double recall(List<String> ranking, Map<String, Integer> grades, int depth) {
        long found = ranking.stream().limit(depth).filter(grades::containsKey).count();
        return grades.isEmpty() ? 0 : (double) found / grades.size();
    }

    public static double reciprocalRank(List<String> ranking, Map<String, Integer> grades, int depth) {
        for (int rank = 0; rank < Math.min(depth, ranking.size()); rank++) {
            if (grades.containsKey(ranking.get(rank))) {
                return 1.0 / (rank + 1);
            }
        }
        return 0;
    }
}
