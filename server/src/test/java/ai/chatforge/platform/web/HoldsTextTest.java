package ai.chatforge.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldsTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \t\n",
                "\u00A0\u2003",
                "\u200B\u2060",
                "\u3164\uFFA0",
                "\u2800\u2800",
                "\u0001",
                "\uDB40\uDC01"
            })
    void whatNobodySeesIsNoText(String text) {
        assertThat(HoldsText.Check.in(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " \u200B.", "\u3164\u3131", "\uD83D\uDE00", "\u2801"})
    void whatIsSeenIs(String text) {
        assertThat(HoldsText.Check.in(text)).isTrue();
    }
}
