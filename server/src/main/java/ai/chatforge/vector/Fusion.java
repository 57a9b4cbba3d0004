package ai.chatforge.vector;

import ai.chatforge.vector.PassageIndex.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * One ranking from two. Both values have a fixed measure, so their weighted sum has too: it can be compared with a least
 * score, and it says by how much one passage is better, which ranks do not (measured against reciprocal ranks and against
 * measures taken from each ranking's own best and worst: see bench/RESULTS.md).
 */
final class Fusion {
    private Fusion() {}

    /** @param score from 0 (nothing in common) to 1 */
    record Hit(UUID id, double score) {}

    /** Best first. */
    static List<Hit> best(List<Candidate> candidates, double meaning, int limit) {
        return candidates.stream()
                .map(each -> new Hit(each.id(), meaning * Math.max(0, each.closeness()) + (1 - meaning) * each.words()))
                .sorted(Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::id))
                .limit(limit)
                .toList();
    }
}
