package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.vector.PassageLookup.Place;
import ai.chatforge.vector.PassageLookup.Placed;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static final UUID SOURCE = new UUID(2, 1);
    private static final String TEXT =
            "The pump is green. It lasts for 24 months and then it has to go. Or so they say.";

    private final Map<Place, FoundPassage> stored = new HashMap<>();

    @Test
    void aPassageThatEndsWithinASentenceGetsTheRestOfIt() {
        Placed first = passage(0, 0, 30);
        passage(1, 19, 64);
        assertThat(join(first)).singleElement().satisfies(whole -> {
            assertThat(whole.passageId()).isEqualTo(first.passage().passageId());
            assertThat(TEXT.substring(whole.start(), whole.end()))
                    .isEqualTo(whole.text())
                    .isEqualTo(TEXT.substring(0, 64));
        });
    }

    @Test
    void aPassageThatBeginsWithinASentenceGetsItsBeginning() {
        passage(0, 0, 27);
        Placed second = passage(1, 28, 64);
        assertThat(join(second)).singleElement().satisfies(whole -> {
            assertThat(whole.start()).isZero();
            assertThat(whole.text()).isEqualTo(TEXT.substring(0, 64));
        });
    }

    @Test
    void whatIsWholeStaysAsItIs() {
        passage(0, 0, 18);
        Placed second = passage(1, 19, 64);
        passage(2, 65, TEXT.length());
        assertThat(join(second)).containsExactly(second.passage());
    }

    @Test
    void whatABetterOneHoldsNowIsNotGivenTwice() {
        Placed first = passage(0, 0, 30);
        Placed second = passage(1, 19, 64);
        assertThat(join(first, second)).hasSize(1);
        assertThat(join(second, first)).hasSize(2);
    }

    @Test
    void theLastOneOfASegmentStaysAsItIs() {
        Placed only = passage(0, 0, 30);
        assertThat(join(only)).containsExactly(only.passage());
    }

    private List<FoundPassage> join(Placed... found) {
        return Neighbours.join(List.of(found), places -> {
            Map<Place, FoundPassage> there = new HashMap<>(stored);
            there.keySet().retainAll(places);
            return there;
        });
    }

    private Placed passage(int ordinal, int start, int end) {
        Placed placed = new Placed(
                new Place(SOURCE, 1, 0, ordinal),
                new FoundPassage(
                        new UUID(3, ordinal),
                        SOURCE,
                        0,
                        null,
                        null,
                        null,
                        start,
                        end,
                        TEXT.substring(start, end),
                        0.5));
        stored.put(placed.place(), placed.passage());
        return placed;
    }
}
