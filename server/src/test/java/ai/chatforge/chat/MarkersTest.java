package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            No marker at all.            | No marker at all.        | ''
            It is so [1].                | It is so [1].            | 1
            It is so[1].                 | It is so[1].             | 1
            So [3], and so [1].          | So [1], and so [2].      | 3 1
            So [2], again [2].           | So [1], again [1].       | 2
            Both [1][2].                 | Both [1][2].             | 1 2
            Both [2, 3].                 | Both [1][2].             | 2 3
            All [3,1,2]!                 | All [1][2][3]!           | 3 1 2
            One of two [1, 9].           | One of two [1].          | 1
            Twice [1][1].                | Twice [1].               | 1
            Twice [1] [1] over.          | Twice [1] over.          | 1
            Nowhere [9].                 | Nowhere.                 | ''
            Nowhere [9] at all.          | Nowhere at all.          | ''
            Nowhere [9]                  | Nowhere                  | ''
            Nowhere [8, 9]!              | Nowhere!                 | ''
            Zero [0] is none.            | Zero is none.            | ''
            Leading [01] zero.           | Leading [1] zero.        | 1
            Much too large [99999].      | Much too large.          | ''
            A long number [123456].      | A long number [123456].  | ''
            A year (2024) [1].           | A year (2024) [1].       | 1
            A link [text](http://x) [1]. | A link [text](http://x) [1]. | 1
            A note [^1] or [a1].         | A note [^1] or [a1].     | ''
            Empty [] and [ 1].           | Empty [] and [ 1].       | ''
            Not [1,] nor [,1].           | Not [1,] nor [,1].       | ''
            Twice open [[1] here.        | Twice open [[1] here.    | 1
            Around [[9]1] a dropped one. | Around [(1] a dropped one. | ''
            Wide digits [１].             | Wide digits [１].         | ''
            Two  spaces stay.            | Two  spaces stay.        | ''
            Ends open [1                 | Ends open [1             | ''
            Ends open [                  | Ends open [              | ''
            """)
    void keepsWhatPointsSomewhere(String answer, String shown, String cited) {
        for (int size = 1; size <= answer.length(); size++) {
            Markers markers = new Markers(3);
            StringBuilder out = new StringBuilder();
            for (int from = 0; from < answer.length(); from += size) {
                out.append(markers.take(answer.substring(from, Math.min(answer.length(), from + size))));
            }
            out.append(markers.end());

            assertThat(out).as("in pieces of %d", size).hasToString(shown);
            assertThat(markers.cited().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                    .isEqualTo(cited.replace("''", ""));
        }
    }

    @Test
    void nothingIsHeldBackLongerThanNeeded() {
        Markers markers = new Markers(3);

        assertThat(markers.take("It is so [")).isEqualTo("It is so");
        assertThat(markers.take("1")).isEmpty();
        assertThat(markers.take("]")).isEqualTo(" [1]");
        assertThat(markers.take(". Next")).isEqualTo(". Next");
        assertThat(markers.end()).isEmpty();
    }

    @Test
    void whereNothingCanBeCitedBracketsAreText() {
        Markers markers = new Markers(0);

        assertThat(markers.take("int x = items[1]; [") + markers.take("2] ") + markers.end())
                .isEqualTo("int x = items[1]; [2] ");
        assertThat(markers.cited()).isEmpty();
    }

    /** However a text is cut, a reader sees markers of cited passages only, numbered without a gap. */
    @Test
    void randomTextsNeverShowAMarkerThatPointsNowhere() {
        Random random = new Random(7);
        String alphabet = "[[[]]]0123,, a.\n";
        for (int round = 0; round < 20_000; round++) {
            Markers markers = new Markers(3);
            StringBuilder shown = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                shown.append(markers.take(String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())))));
            }
            int numbered = markers.cited().size();
            assertThat(Pattern.compile("\\[(\\d{1,5})]")
                            .matcher(shown)
                            .results()
                            .map(found -> Integer.parseInt(found.group(1))))
                    .as(shown.toString())
                    .allSatisfy(number -> assertThat(number).isPositive().isLessThanOrEqualTo(numbered));
            assertThat(markers.cited()).doesNotHaveDuplicates().allSatisfy(number -> assertThat(number)
                    .isBetween(1, 3));
        }
    }
}
