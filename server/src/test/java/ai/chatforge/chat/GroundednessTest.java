package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroundednessTest {
    private static final List<String> EVIDENCE =
            List.of("On Saturdays the shop opens at 10 and closes at 14.", "Goods can be returned within thirty days.");

    private static void counts(String answer, int sentences, int grounded) {
        assertThat(Groundedness.of(answer, EVIDENCE)).as(answer).isEqualTo(new Groundedness(sentences, grounded));
    }

    @Test
    void aMarkerBelongsToTheSentenceBeforeIt() {
        counts("The shop opens at 10 on Saturdays [1].", 1, 1);
        counts("The shop opens at 10 on Saturdays. [1] Goods can be returned within thirty days. [2]", 2, 2);
        counts("The shop opens at 10 on Saturdays.\n[1]", 1, 1);
        counts("The shop opens at 10 on Saturdays. Goods can be returned within thirty days [2].", 2, 1);
    }

    @Test
    void whatTheCitedPassagesDoNotHoldIsNotGrounded() {
        counts("Elephants dance gracefully in moonlight [1].", 1, 0);
        counts("The shop opens at 10 on Saturdays [2].", 1, 0);
        counts("The shop opens at 10 on Saturdays [3].", 1, 0);
        counts("The shop opens at 10 on Saturdays.", 1, 0);
    }

    @Test
    void someOtherWordsDoNoHarmButAnotherNumberDoes() {
        counts("Customers know: on Saturdays the shop opens at 10 [1].", 1, 1);
        counts("On Saturdays the shop opens at 9 [1].", 1, 0);
    }

    @Test
    void sentencesWithoutMeaningAndEmptyAnswersDoNotCount() {
        counts("", 0, 0);
        counts("It is. The shop opens at 10 on Saturdays [1].", 1, 1);
        counts("[1]", 0, 0);
    }

    @Test
    void linesOfAListStandAlone() {
        counts("- The shop opens at 10 [1]\n- Goods can be returned [2]\n- Elephants dance gracefully", 3, 2);
    }
}
