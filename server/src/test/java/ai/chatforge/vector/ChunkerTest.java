package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.vector.Chunker.Chunk;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {
    private static final Chunker CHUNKER = new Chunker(1000, 200);
    private static final int LONG = 10_000_000;

    @Test
    void aShortSegmentIsOnePassageWithoutItsMargins() {
        assertThat(CHUNKER.cut("\n  The pump. \n")).containsExactly(new Chunk(3, 12, "The pump."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n\t \u00A0\u2003\n"})
    void nothingGivesNoPassage(String text) {
        assertThat(CHUNKER.cut(text)).isEmpty();
    }

    @Test
    void paragraphsStayWholeWherePossible() {
        String text = IntStream.range(0, 12)
                .mapToObj(i -> "Paragraph " + i + " begins. "
                        + "It goes on about the machine. ".repeat(8).strip())
                .collect(Collectors.joining("\n\n"));
        List<Chunk> chunks = CHUNKER.cut(text);
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(chunk -> assertThat(text.substring(chunk.end())).startsWith("\n\n"));
    }

    @Test
    void rowsOfATableAreNotCutApart() {
        String text = IntStream.range(0, 100)
                .mapToObj(i -> "| part " + i + " | made of steel. Keep dry. | " + i * 7 + " EUR |")
                .collect(Collectors.joining("\n"));
        assertThat(CHUNKER.cut(text)).hasSizeGreaterThan(3).allSatisfy(chunk -> {
            assertThat(chunk.text()).startsWith("|").endsWith("|");
        });
    }

    @Test
    void listItemsAreNotCutApart() {
        String text = IntStream.range(1, 60)
                .mapToObj(i -> i + ". Open the valve. Wait for a minute until the\n   pressure is down")
                .collect(Collectors.joining("\n"));
        assertThat(CHUNKER.cut(text)).hasSizeGreaterThan(3).allSatisfy(chunk -> {
            assertThat(chunk.text()).matches("(?s)\\d+\\. .*").endsWith("is down");
        });
    }

    @Test
    void sentencesOfWrappedLinesStayWhole() {
        String text = "The operator of the plant checks the\npressure of the boiler before every\nsingle shift. "
                .repeat(60)
                .strip();
        assertThat(CHUNKER.cut(text)).hasSizeGreaterThan(3).allSatisfy(chunk -> {
            assertThat(chunk.text()).startsWith("The operator").endsWith("shift.");
        });
    }

    @Test
    void withoutSentencesWordsStayWhole() {
        String text = "pressure ".repeat(1000).strip();
        assertThat(CHUNKER.cut(text))
                .allSatisfy(chunk -> assertThat(chunk.text()).matches("(pressure )*pressure"));
    }

    @Test
    void neighboursShareUpToTheOverlap() {
        List<Chunk> chunks = CHUNKER.cut("The boiler is heated by the burner again. ".repeat(100));
        for (int i = 1; i < chunks.size(); i++) {
            assertThat(chunks.get(i - 1).end() - chunks.get(i).start()).isBetween(100, 200);
        }
    }

    @Test
    void charactersOfTwoHalvesAndLettersWithMarksStayWhole() {
        for (String letter : List.of("😀", "e\u0301", "𝔘\u0302")) {
            assertThat(CHUNKER.cut(letter.repeat(3000))).hasSizeGreaterThan(3).allSatisfy(chunk -> {
                assertThat(chunk.text()).startsWith(letter).endsWith(letter);
            });
        }
    }

    @Test
    void whateverTheTextEveryCharacterIsInAPassageThatQuotesItExactly() {
        Random random = new Random(7);
        String[] parts = {
            "word", " ", "\n", "\n\n", ". ", "! ", "| ", "\t", "- item", "😀", "e\u0301", "漢字。", "\r\n", "12) "
        };
        for (int round = 0; round < 300; round++) {
            int size = 20 + random.nextInt(200);
            Chunker chunker = new Chunker(size, random.nextInt(size));
            StringBuilder made = new StringBuilder();
            for (int i = random.nextInt(600); i > 0; i--) {
                made.append(parts[random.nextInt(parts.length)]);
            }
            check(chunker.cut(made.toString()), made.toString(), size);
        }
    }

    private static void check(List<Chunk> chunks, String text, int size) {
        int covered = 0;
        int lastStart = -1;
        for (Chunk chunk : chunks) {
            assertThat(text.substring(chunk.start(), chunk.end())).isEqualTo(chunk.text());
            assertThat(chunk.text()).isNotBlank().hasSizeLessThanOrEqualTo(size);
            assertThat(Character.isLowSurrogate(chunk.text().charAt(0))).isFalse();
            assertThat(chunk.start()).isGreaterThan(lastStart);
            if (chunk.start() > covered) {
                assertThat(text.substring(covered, chunk.start())).isBlank();
            }
            lastStart = chunk.start();
            covered = Math.max(covered, chunk.end());
        }
        assertThat(text.substring(covered)).isBlank();
    }

    /** A look at the whole rest of the text for each passage would take hours here, so the limit is no timing. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "word ", "Short. ", "\n", "| cell ", "😀", " \n \n a"})
    void anEndlessLineTakesLinearTime(String part) {
        String line = part.repeat(LONG / part.length());
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> CHUNKER.cut(line));
    }
}
