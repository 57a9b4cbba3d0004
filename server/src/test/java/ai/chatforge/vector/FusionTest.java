package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.vector.Fusion.Hit;
import ai.chatforge.vector.PassageIndex.Candidate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FusionTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);
    private static final List<Candidate> CANDIDATES =
            List.of(new Candidate(A, 0.9, 0), new Candidate(B, 0.7, 0.6), new Candidate(C, 0.1, 0.9));

    @Test
    void theWeightOfMeaningDecides() {
        assertThat(Fusion.best(CANDIDATES, 1, 3)).extracting(Hit::id).containsExactly(A, B, C);
        assertThat(Fusion.best(CANDIDATES, 0, 3)).extracting(Hit::id).containsExactly(C, B, A);
        assertThat(Fusion.best(CANDIDATES, 0.6, 2)).extracting(Hit::id).containsExactly(B, A);
    }

    @Test
    void scoresAreFromZeroToOne() {
        List<Candidate> extremes = List.of(new Candidate(A, -1, 0), new Candidate(B, 1, 1));
        assertThat(Fusion.best(extremes, 0.6, 2)).containsExactly(new Hit(B, 1), new Hit(A, 0));
    }

    @Test
    void diversityPutsOffWhatWasSaidAlready() {
        List<Hit> hits = List.of(new Hit(A, 0.9), new Hit(B, 0.89), new Hit(C, 0.5));
        Map<UUID, float[]> vectors = Map.of(A, new float[] {1, 0}, B, new float[] {1, 0}, C, new float[] {0, 1});
        assertThat(Diversity.choose(hits, vectors, 0, 3)).isEqualTo(hits);
        assertThat(Diversity.choose(hits, vectors, 0.5, 2)).extracting(Hit::id).containsExactly(A, C);
        assertThat(Diversity.choose(hits, vectors, 0.5, 9)).extracting(Hit::id).containsExactly(A, C, B);
        assertThat(Diversity.choose(hits, Map.of(), 0.5, 2)).extracting(Hit::id).containsExactly(A, B);
    }
}
