package ai.chatforge.chat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in an answer in place of private text, in the answer's language. */
final class Wording {
    private static final String ENGLISH = "[not public]";
    private static final Map<String, String> WITHHELD = Map.of(
            "de", "[nicht öffentlich]",
            "es", "[no público]",
            "fr", "[non public]",
            "it", "[non pubblico]",
            "pt", "[não público]",
            "ru", "[не для публикации]",
            "zh", "[不公开]",
            "ja", "[非公開]");
    private static final Map<String, Set<String>> COMMON = Map.of(
            "de", Set.of("der", "die", "das", "und", "ist", "wie", "was", "wann", "ich", "nicht", "mir", "sie"),
            "es", Set.of("el", "los", "las", "qué", "cómo", "cuándo", "una", "para", "por", "puedo", "dime"),
            "fr", Set.of("le", "les", "des", "est", "que", "quel", "quelle", "pour", "vous", "je", "comment"));

    private Wording() {}

    /** @param language of the bot; null for that of the question */
    static String withheld(@Nullable String language, String question) {
        String tag = language == null ? guessed(question) : language.split("-", 2)[0].toLowerCase(Locale.ROOT);
        return WITHHELD.getOrDefault(tag, ENGLISH);
    }

    private static String guessed(String question) {
        if (question.codePoints().anyMatch(c -> isOf(c, Character.UnicodeScript.HIRAGANA))) {
            return "ja";
        } else if (question.codePoints().anyMatch(c -> isOf(c, Character.UnicodeScript.HAN))) {
            return "zh";
        } else if (question.codePoints().anyMatch(c -> isOf(c, Character.UnicodeScript.CYRILLIC))) {
            return "ru";
        }
        List<String> words = List.of(question.toLowerCase(Locale.ROOT).split("[^\\p{L}]+", -1));
        return COMMON.entrySet().stream()
                .filter(entry ->
                        words.stream().filter(entry.getValue()::contains).count() > 1)
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse("en");
    }

    private static boolean isOf(int c, Character.UnicodeScript script) {
        return Character.UnicodeScript.of(c) == script;
    }
}
