package ai.chatforge.accounting;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** The month (UTC) for which a plan's allowance is given. */
record Period(Instant start, Instant end) {

    static Period at(Instant now) {
        return of(YearMonth.from(now.atOffset(ZoneOffset.UTC)));
    }

    /** @param first its first day */
    static Period from(LocalDate first) {
        return of(YearMonth.from(first));
    }

    private static Period of(YearMonth month) {
        return new Period(start(month), start(month.plusMonths(1)));
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
