package ai.chatforge.auth;

import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;

/** The language that an account starts with. */
final class Languages {
    static final String FALLBACK = "en";
    /** Those that e-mails are written in. */
    private static final List<String> OFFERED = List.of("en", "de", "es", "zh");

    private Languages() {}

    /** @param accepted an Accept-Language header, whatever it holds */
    static String chosen(@Nullable String given, @Nullable String accepted) {
        if (given != null) {
            return given;
        }
        if (accepted == null) {
            return FALLBACK;
        }
        try {
            String found = Locale.lookupTag(LanguageRange.parse(accepted), OFFERED);
            return found == null ? FALLBACK : found;
        } catch (IllegalArgumentException e) {
            return FALLBACK;
        }
    }
}
