package ai.chatforge.document.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimedTextTest {
    @Test
    void readsWebVtt() {
        String text = """
            \uFEFFWEBVTT - with a title
            Kind: captions

            NOTE
            00:00.000 is not said

            STYLE
            ::cue { color: red }

            intro
            00:01.000 --> 00:04.000 align:start position:0%
            <v Anna>Hello &amp; <c.loud>welcome</c></v>
            to <00:00:02.000>the shop.

            01:02:03.500 --> 01:02:05.000
            42
            """;
        assertThat(TimedText.read(text))
                .containsExactly(new Cue(1, "Hello & welcome"), new Cue(1, "to the shop."), new Cue(3723, "42"));
    }

    @Test
    void readsSubRip() {
        String text = """
            1
            00:00:01,600 --> 00:00:04,200
            <i>Good</i> {\\an8}morning.

            2
            00:01:00,000 --> 00:01:02,000
            2024
            was a year.
            """.replace("\n", "\r\n");
        assertThat(TimedText.read(text))
                .containsExactly(new Cue(1, "Good morning."), new Cue(60, "2024"), new Cue(60, "was a year."));
    }

    @Test
    void readsWhatIsCopiedFromBesideAVideo() {
        assertThat(TimedText.read("Transcript\n0:00\nGood morning.\n1:05\nBananas\nare sent.\n1:00:02 And apples."))
                .containsExactly(
                        new Cue(0, "Good morning."),
                        new Cue(65, "Bananas"),
                        new Cue(65, "are sent."),
                        new Cue(3602, "And apples."));
        assertThat(TimedText.read("We meet at\nten, or so.")).isEmpty();
    }

    @Test
    void linesThatRollUpAreSaidOnce() {
        String text = """
            WEBVTT

            00:00:01.000 --> 00:00:02.000
            first line

            00:00:02.000 --> 00:00:03.000
            first line
            second line

            00:00:03.000 --> 00:00:04.000
            second line
            third line
            """;
        assertThat(TimedText.read(text))
                .containsExactly(new Cue(1, "first line"), new Cue(2, "second line"), new Cue(3, "third line"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "WEBVTT", "just words", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "-->", "1:2 --> 3", "\u0000"
            })
    void withoutTimesOrWordsThereIsNothing(String text) {
        assertThat(TimedText.read(text)).isEmpty();
    }

    @Test
    void whateverIsPastedDoesNoHarm() {
        Random random = new Random(7);
        String alphabet = "0123456789:,.->< \n\r\tWEBVTNOabc&;{}\\\uFEFF\u0000\uD800";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(200); n >= 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(TimedText.read(text.toString()))
                    .allSatisfy(cue -> assertThat(cue.text()).isNotBlank());
        }
    }
}
