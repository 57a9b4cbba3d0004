package ai.chatforge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238, appendix B, the rows of SHA-1. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void theCodesAreThoseOfTheStandard(long seconds, String code) {
        assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds)), 8))
                .isEqualTo(code);
    }

    /** RFC 4226, appendix D. */
    @ParameterizedTest
    @CsvSource({
        "0, 755224", "1, 287082", "2, 359152", "3, 969429", "4, 338314",
        "5, 254676", "6, 287922", "7, 162583", "8, 399871", "9, 520489"
    })
    void soAreThoseOfSixDigits(long step, String code) {
        assertThat(Totp.code(SECRET, step, 6)).isEqualTo(code);
    }

    @Test
    void aClockMayBeAStepOff() {
        Instant now = Instant.ofEpochSecond(5 * 30 + 10);
        for (int step = 0; step < 10; step++) {
            boolean accepted =
                    Totp.accepted(SECRET, Totp.code(SECRET, step, 6), now, 0).isPresent();
            assertThat(accepted).as("step %s at 5", step).isEqualTo(step >= 4 && step <= 6);
        }
    }

    @Test
    void noCodeUpToTheLastOneIsAccepted() {
        Instant now = Instant.ofEpochSecond(5 * 30);
        assertThat(Totp.accepted(SECRET, Totp.code(SECRET, 5, 6), now, 5)).isEmpty();
        assertThat(Totp.accepted(SECRET, Totp.code(SECRET, 4, 6), now, 5)).isEmpty();
        assertThat(Totp.accepted(SECRET, Totp.code(SECRET, 6, 6), now, 5)).hasValue(6);
    }

    /** RFC 4648, section 10, without the padding. */
    @ParameterizedTest
    @CsvSource({"'', ''", "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void secretsAreShownInBase32(String text, String encoded) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
    }
}
