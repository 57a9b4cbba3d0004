package ai.chatforge.chat;

import ai.chatforge.platform.http.OutsideHttp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a provider that refuses wants to be left alone. */
final class Patience {
    /** Longer ones are mistakes, or reason enough to ask again in between. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    /** Google tells it in the body (google.rpc.RetryInfo). */
    private static final Pattern RETRY_INFO = Pattern.compile("\"retryDelay\"\\s*:\\s*\"(\\d{1,9})(?:\\.\\d+)?s\"");

    private Patience() {}

    /** Null when it does not say so. */
    static @Nullable Duration asked(OutsideHttp.Response response, String body) {
        Duration asked = asked(response.header("Retry-After"), response.header("Date"), body);
        return asked == null || asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    }

    /** @param date when the answer was given by the clock of the one that gave it */
    static @Nullable Duration asked(@Nullable String retryAfter, @Nullable String date, String body) {
        if (retryAfter != null && SECONDS.matcher(retryAfter.strip()).matches()) {
            return Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
        }
        if (retryAfter != null && date != null) {
            return between(date, retryAfter);
        }
        Matcher info = RETRY_INFO.matcher(body);
        return info.find() ? Duration.ofSeconds(Long.parseLong(info.group(1)) + 1) : null;
    }

    private static @Nullable Duration between(String now, String then) {
        try {
            Duration left = Duration.between(
                    ZonedDateTime.parse(now.strip(), DateTimeFormatter.RFC_1123_DATE_TIME),
                    ZonedDateTime.parse(then.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
