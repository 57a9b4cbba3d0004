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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            Both [1; 2].                     | Both [1][2].                     | 1 2
            Some [1-3].                      | Some [1][2][3].                  | 1 2 3
            Some [1–2], [3].                 | Some [1][2], [3].                | 1 2 3
            All [1, 2-3].                    | All [1][2][3].                   | 1 2 3
            Digits [0-9], [1-9] and [3-1].   | Digits [0-9], [1-9] and [3-1].   | ''
            这样【2】，那样【3、1】。             | 这样[1]，那样[2][3]。               | 2 3 1
            Mixed 【1] and [1】.              | Mixed 【1] and [1】.              | ''
            A word[2] or end.[1] is one.     | A word[1] or end.[2] is one.     | 2 1
            Use `args[0]` [2].               | Use `args[0]` [1].               | 2
            `items[2]` is the third [1].     | `items[2]` is the third [1].     | 1
            Two ``a`[1]`` here [3].          | Two ``a`[1]`` here [1].           | 3
            A ` alone, so [2] it is [3].     | A ` alone, so [1] it is [2].     | 2 3
            `a[1]` and ` alone [2].          | `a[1]` and ` alone [1].          | 2
            Not \\`a code [2]` here.         | Not \\`a code [1]` here.         | 2
            A ``` x[1] ``` span [2].         | A ``` x[1] ``` span [1].         | 2
            ```x[1]``` is no fence [2].      | ```x[1]``` is no fence [1].      | 2
            `[9]` [9] `[9]`.                 | `[9]` `[9]`.                     | ''
            A ~~struck [2]~~ text.           | A ~~struck [1]~~ text.           | 2
            ``a ` b[2] ` c [3]               | ``a ` b[2] ` c [1]               | 3
            `a[2]                            | `a[1]                            | 2
            ` [9] it                         | ` it                             | ''
            x ` a[2]¶b[3] ` c[1]             | x ` a[2]¶b[3] ` c[1]             | 1
            x ` a[2]¶¶b[3] ` c[1]            | x ` a[1]¶¶b[2] ` c[3]            | 2 3 1
            x ` a[2]¶ ¶b[3] ` c[1]           | x ` a[1]¶ ¶b[2] ` c[3]           | 2 3 1
            - x ` a[2]¶- b ` c[1]            | - x ` a[1]¶- b ` c[2]            | 2 1
            1. x ` a[2]¶2. b ` c[1]          | 1. x ` a[1]¶2. b ` c[2]          | 2 1
            9) x ` a[2]¶ 10)¶   b ` c[1]     | 9) x ` a[1]¶ 10)¶   b ` c[2]     | 2 1
            x ` a[2]¶3.14 b 2. ` c[1]        | x ` a[2]¶3.14 b 2. ` c[1]        | 1
            x ` a[2]¶. b ` c[1]              | x ` a[2]¶. b ` c[1]              | 1
            So:¶```java¶a[1];¶```¶Yes [2].   | So:¶```java¶a[1];¶```¶Yes [1].   | 2
            So:¶~~~¶a[1];¶~~~¶Yes [2].       | So:¶~~~¶a[1];¶~~~¶Yes [1].       | 2
            ~~~ a[1]`¶a[1]¶~~~~ ¶Yes [2].    | ~~~ a[1]`¶a[1]¶~~~~ ¶Yes [1].    | 2
            ````¶```¶a[1]¶````¶[2]           | ````¶```¶a[1]¶````¶[1]           | 2
            ```¶~~~¶a[1]¶``` x¶[1]¶```¶[2]   | ```¶~~~¶a[1]¶``` x¶[1]¶```¶[1]   | 2
            1. Do¶   ```¶   a[1]¶   ```¶[2]  | 1. Do¶   ```¶   a[1]¶   ```¶[1]  | 2
            ```¶a[1]¶¶b[2]                   | ```¶a[1]¶¶b[2]                   | ''
            a ` b [2]¶```¶a[1]¶```¶[3]       | a ` b [1]¶```¶a[1]¶```¶[2]       | 2 3
            """)
    void codeIsLeftAsItIsHoweverTheTextIsCut(String written, String expected, String cited) {
        String answer = written.replace('¶', '\n');
        for (int cut = 0; cut <= answer.length(); cut++) {
            Markers markers = new Markers(3);
            String shown = markers.take(answer.substring(0, cut)) + markers.take(answer.substring(cut)) + markers.end();

            assertThat(shown).as("cut at %d", cut).isEqualTo(expected.replace('¶', '\n'));
            assertThat(markers.cited().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                    .isEqualTo(cited.replace("''", ""));
        }
    }

    @Test
    void onlyWhatCouldBeAMarkerWaitsForTheEndOfItsCode() {
        Markers markers = new Markers(3);

        assertThat(markers.take("Call `items")).isEqualTo("Call `items");
        assertThat(markers.take("[1].name")).isEmpty();
        assertThat(markers.take("` now")).isEqualTo("[1].name` now");
        assertThat(markers.take("\n```\na[1] = b[2]")).isEqualTo("\n```\na[1] = b[2]");
    }

    @Test
    void codeThatIsNotClosedForLongIsText() {
        Markers markers = new Markers(3);
        String more = " and so on".repeat(500);

        assertThat(markers.take("A ` alone, so [2] it is" + more)).startsWith("A ` alone, so [1] it is and so on");
        assertThat(markers.end()).isEmpty();
        assertThat(markers.cited()).containsExactly(2);
    }

    /** Each of the runs could open a span, and what is behind it would have to be read again for each. */
    @Test
    void runsThatAreNeverClosedAreReadInTheMemoryThatThereIs() {
        StringBuilder text = new StringBuilder();
        for (int run = 1; run <= 3_000; run++) {
            text.append("`".repeat(run)).append(" x ");
        }
        text.append("[2]\n\n");

        assertThat(Markers.without(text.toString())).isEqualTo(text.toString().replace(" [2]", ""));
        assertThat(Markers.without(text.substring(0, 2_000_000))).isEqualTo(text.substring(0, 2_000_000));
    }

    @Test
    void markersOfAnAnswerAreThoseOutsideOfItsCode() {
        String answer = "So [1]: `a[1]`.\n```\nb[2]\n```\nAnd [2].";

        assertThat(Markers.in(answer)).extracting(Markers.Place::number).containsExactly(1, 2);
        assertThat(Markers.in(answer)).allSatisfy(place -> assertThat(answer.substring(place.start(), place.end()))
                .isEqualTo("[" + place.number() + "]"));
        assertThat(Markers.without(answer)).isEqualTo("So: `a[1]`.\n```\nb[2]\n```\nAnd.");
        assertThat(Markers.without("Digits [0-9] [1, 2] of 【3】")).isEqualTo("Digits [0-9] of");
    }

    /** Each text comes out the same in whatever pieces it comes in, and as long as it was but for its markers. */
    @Test
    void randomTextsComeOutTheSameHoweverTheyAreCut() {
        Random random = new Random(11);
        String alphabet = "[[]]123,-; a\n\n```~~~\\->";
        for (int round = 0; round < 5_000; round++) {
            StringBuilder written = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                written.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String answer = written.toString();
            Markers whole = new Markers(3);
            String expected = whole.take(answer) + whole.end();
            for (int cut = 0; cut <= answer.length(); cut++) {
                Markers markers = new Markers(3);
                assertThat(markers.take(answer.substring(0, cut)) + markers.take(answer.substring(cut)) + markers.end())
                        .as(answer)
                        .isEqualTo(expected);
            }
            assertThat(Markers.in(expected)).as(answer).allSatisfy(place -> assertThat(whole.cited())
                    .hasSizeGreaterThanOrEqualTo(place.number()));
            Markers none = new Markers(0, true);
            assertThat((none.take(answer) + none.end()).replaceAll("[^`~]", ""))
                    .isEqualTo(answer.replaceAll("[^`~]", ""));
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
