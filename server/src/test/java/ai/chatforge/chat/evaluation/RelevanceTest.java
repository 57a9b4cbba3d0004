package ai.chatforge.chat.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RelevanceTest {
    private static final UUID MANUAL = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);
    private static final double SECOND = 1 / (Math.log(3) / Math.log(2));

    private static FoundPassage passage(UUID source, int segment, @Nullable String section, String text) {
        return new FoundPassage(
                UUID.randomUUID(), source, segment, segment + 1, null, section, 0, text.length(), text, 0.5);
    }

    private static Question.Place phrase(String phrase) {
        return new Question.Place(MANUAL, null, null, null, phrase);
    }

    @Test
    void aPlaceIsFoundAtTheRankOfTheFirstPassageThatFitsIt() {
        Relevance found = Relevance.of(
                List.of(phrase("opens at ten"), phrase("is never said")),
                List.of(
                        passage(OTHER, 0, null, "Somewhere else it opens at ten."),
                        passage(MANUAL, 0, null, "On Saturdays the shop\n  OPENS AT TEN."),
                        passage(MANUAL, 1, null, "Again: it opens at ten.")),
                10);
        assertThat(found.ranks()).containsExactly(2, null);
        assertThat(found.relevant()).containsExactly(false, true, true);
        assertThat(found.measures().recall()).isEqualTo(0.5);
        assertThat(found.measures().reciprocalRank()).isEqualTo(0.5);
        assertThat(found.measures().hit()).isZero();
        assertThat(found.measures().ndcg()).isCloseTo(SECOND / (1 + SECOND), within(1e-9));
    }

    @Test
    void onePassageThatHoldsAllPlacesIsAsGoodAsCanBe() {
        Relevance found = Relevance.of(
                List.of(phrase("ten"), phrase("two")),
                List.of(passage(MANUAL, 0, null, "From ten to two."), passage(OTHER, 0, null, "x")),
                1);
        assertThat(found.ranks()).containsExactly(1, 1);
        assertThat(found.measures()).isEqualTo(new Measures(1, 1, 1, 1, null));
    }

    @Test
    void onlyTheFirstKCount() {
        Relevance found = Relevance.of(
                List.of(phrase("ten")), List.of(passage(OTHER, 0, null, "x"), passage(MANUAL, 0, null, "ten")), 1);
        assertThat(found.ranks()).containsOnlyNulls();
        assertThat(found.measures()).isEqualTo(new Measures(0, 0, 0, 0, null));
    }

    @Test
    void nothingFoundIsZero() {
        assertThat(Relevance.of(List.of(phrase("ten")), List.of(), 10).measures())
                .isEqualTo(new Measures(0, 0, 0, 0, null));
    }

    @Test
    void allThatAPlaceSaysMustFit() {
        FoundPassage passage = passage(MANUAL, 6, "Handbook › Opening  hours", "From ten to two.");
        assertThat(Relevance.fits(new Question.Place(MANUAL, null, null, null, null), passage))
                .isTrue();
        assertThat(Relevance.fits(new Question.Place(MANUAL, 7, 6, "opening hours", "TEN to"), passage))
                .isTrue();
        assertThat(Relevance.fits(new Question.Place(OTHER, 7, 6, "opening hours", "TEN to"), passage))
                .isFalse();
        assertThat(Relevance.fits(new Question.Place(MANUAL, 8, null, null, null), passage))
                .isFalse();
        assertThat(Relevance.fits(new Question.Place(MANUAL, null, 7, null, null), passage))
                .isFalse();
        assertThat(Relevance.fits(new Question.Place(MANUAL, null, null, "returns", null), passage))
                .isFalse();
        assertThat(Relevance.fits(new Question.Place(MANUAL, null, null, null, "three"), passage))
                .isFalse();
    }
}
