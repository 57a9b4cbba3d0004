package ai.chatforge.vector;

import ai.chatforge.vector.Fusion.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): a passage that says what a better one said comes later. */
final class Diversity {
    private Diversity() {}

    /**
     * @param hits best first
     * @param vectors of length one; a passage without one is like no other
     * @param diversity 0 leaves the order as it is
     */
    static List<Hit> choose(List<Hit> hits, Map<UUID, float[]> vectors, double diversity, int limit) {
        List<Hit> left = new ArrayList<>(hits);
        List<Hit> chosen = new ArrayList<>();
        double[] likeness = new double[left.size()];
        while (chosen.size() < limit && !left.isEmpty()) {
            int best = 0;
            for (int i = 1; i < left.size(); i++) {
                if (value(left.get(i), likeness[i], diversity) > value(left.get(best), likeness[best], diversity)) {
                    best = i;
                }
            }
            Hit next = left.remove(best);
            chosen.add(next);
            System.arraycopy(likeness, best + 1, likeness, best, left.size() - best);
            for (int i = 0; i < left.size(); i++) {
                likeness[i] =
                        Math.max(likeness[i], likeness(vectors.get(left.get(i).id()), vectors.get(next.id())));
            }
        }
        return chosen;
    }

    private static double value(Hit hit, double likeness, double diversity) {
        return (1 - diversity) * hit.score() - diversity * likeness;
    }

    private static double likeness(float @Nullable [] one, float @Nullable [] other) {
        // Vectors of two models have nothing to do with each other.
        if (one == null || other == null || one.length != other.length) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
