package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopTextsTest {
    /** A vertical line stands between the stops. */
    @ParameterizedTest
    @CsvSource({
        "one two three, two, 'one ', true",
        "one two three, four, one two three, false",
        "one two three, e t|two, on, true",
        "aaaab, aab, aa, true",
        "say END now, END|D, 'say ', true",
        "say END now, END now|D, say EN, true",
        "one two thr, three, one two thr, false",
        "two, two, '', true",
    })
    void theAnswerEndsBeforeTheFirstHoweverItIsCut(String text, String stops, String shown, boolean over) {
        for (int size = 1; size <= text.length(); size++) {
            StopTexts cut = new StopTexts(List.of(stops.split("\\|", -1)));
            StringBuilder left = new StringBuilder();
            for (int from = 0; from < text.length(); from += size) {
                left.append(cut.take(text.substring(from, Math.min(text.length(), from + size))));
            }
            assertThat(cut.isOver()).isEqualTo(over);
            assertThat(left.append(cut.end()).toString())
                    .as("in pieces of %d", size)
                    .isEqualTo(shown);
        }
    }
}
