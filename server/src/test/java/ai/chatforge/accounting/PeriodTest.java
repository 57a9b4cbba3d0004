package ai.chatforge.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PeriodTest {
    @Test
    void isTheMonthInUtc() {
        Period december = new Period(Instant.parse("2026-12-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(Period.at(Instant.parse("2026-12-01T00:00:00Z"))).isEqualTo(december);
        assertThat(Period.at(Instant.parse("2026-12-31T23:59:59.999Z"))).isEqualTo(december);
        assertThat(Period.from(LocalDate.of(2026, 12, 1))).isEqualTo(december);
        assertThat(Reservations.inWords(december.end())).isEqualTo("2027-01-01 at 00:00 UTC");
    }
}
