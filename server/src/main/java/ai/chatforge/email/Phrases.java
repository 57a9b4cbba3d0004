package ai.chatforge.email;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What e-mails say, in one language. */
final class Phrases {
    private static final String BUNDLE = "ai.chatforge.email.messages";
    private static final Control NO_OTHER_THAN_ENGLISH = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);
    private static final Pattern VALUE = Pattern.compile("\\{(\\w+)}");
    private static final long HOUR = 60;
    private static final long DAY = 24 * HOUR;

    private final ResourceBundle bundle;

    private Phrases(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    /** In that language, else in English. */
    static Phrases in(@Nullable String language) {
        Locale wanted = language == null ? Locale.ROOT : Locale.forLanguageTag(language);
        return new Phrases(
                ResourceBundle.getBundle(BUNDLE, wanted, Phrases.class.getClassLoader(), NO_OTHER_THAN_ENGLISH));
    }

    String language() {
        String found = bundle.getLocale().toLanguageTag();
        return found.equals("und") ? "en" : found;
    }

    boolean has(String key) {
        return bundle.containsKey(key);
    }

    /** All values are put in at once, so that what looks like a place for a value inside one stays as it is. */
    String get(String key, Map<String, String> values) {
        return VALUE.matcher(bundle.getString(key))
                .replaceAll(place -> Matcher.quoteReplacement(
                        Objects.requireNonNull(values.get(place.group(1)), () -> key + " needs " + place.group(1))));
    }

    String get(String key) {
        return get(key, Map.of());
    }

    /** An ISO 8601 duration in words; what is none stays as it is. */
    String time(String duration) {
        long minutes;
        try {
            minutes = Duration.parse(duration).toMinutes();
        } catch (DateTimeParseException e) {
            return duration;
        }
        if (minutes >= 2 * DAY && minutes % DAY == 0) {
            return count("days", minutes / DAY);
        }
        return minutes >= HOUR && minutes % HOUR == 0 ? count("hours", minutes / HOUR) : count("minutes", minutes);
    }

    /** An ISO 8601 date as it is written; what is none stays as it is. */
    String date(String date) {
        try {
            return LocalDate.parse(date)
                    .format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale()));
        } catch (DateTimeParseException e) {
            return date;
        }
    }

    String number(long number) {
        return NumberFormat.getIntegerInstance(locale()).format(number);
    }

    /**
     * @param minor units, such as cents
     * @throws IllegalArgumentException if there is no such currency
     */
    String money(long minor, String currency) {
        Currency unit = Currency.getInstance(currency.toUpperCase(Locale.ROOT));
        NumberFormat format = NumberFormat.getCurrencyInstance(locale());
        format.setCurrency(unit);
        int digits = Math.max(0, unit.getDefaultFractionDigits());
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(BigDecimal.valueOf(minor, digits));
    }

    private Locale locale() {
        return Locale.forLanguageTag(language());
    }

    private String count(String unit, long number) {
        return get(unit + (number == 1 ? ".one" : ".other"), Map.of("n", Long.toString(number)));
    }
}
