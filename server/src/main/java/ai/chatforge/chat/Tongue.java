package ai.chatforge.chat;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The language of an answer: the bot's, or else that of the question. */
final class Tongue {
    static final String ENGLISH = "en";

    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");
    private static final int FIRST_BEYOND_LATIN = 0x370;

    /** Of the words of a language that questions are made with, those that its neighbours do not have as well. */
    private static final Map<String, Set<String>> SMALL_WORDS = new LinkedHashMap<>();

    static {
        words(
                ENGLISH,
                "the and is are was what when where which who how why does do did can could you your my it in of to for"
                        + " with hello hi please thanks");
        words(
                "de",
                "der die das dem den und ist sind wie was wann wo wer warum welche welcher welches wieviel ich sie ihr"
                        + " euer nicht mir mich ein eine einen für mit von zu auf kostet kann gibt es hallo guten danke bitte");
        words(
                "es",
                "el los las qué que cómo cuándo cuánto cuánta cuántos dónde quién cuál una para por con puedo dime es"
                        + " está son tienen hola buenos buenas gracias del y");
        words(
                "fr",
                "le les des est et que quel quelle quels quand où qui comment combien pourquoi pour vous je une dans"
                        + " avec du puis bonjour bonsoir salut merci");
        words(
                "it",
                "il gli che è e quando dove chi come quanto quale perché per un una con posso mi del della sono ciao"
                        + " grazie buongiorno buonasera");
        words(
                "pt",
                "o os as é que quando onde quem como quanto qual por para um uma com posso meu do da são está olá bom boa"
                        + " obrigado vocês");
    }

    private Tongue() {}

    private static void words(String language, String words) {
        SMALL_WORDS.put(language, Set.of(words.split(" ", -1)));
    }

    /** @param fixed BCP 47 tag of the bot's language; null for that of the question */
    static String of(@Nullable String fixed, String question) {
        return fixed == null || fixed.isBlank() ? guessed(question) : fixed.split("-", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static String guessed(String question) {
        Set<Character.UnicodeScript> scripts = scripts(question);
        if (scripts.contains(Character.UnicodeScript.HIRAGANA) || scripts.contains(Character.UnicodeScript.KATAKANA)) {
            return "ja";
        } else if (scripts.contains(Character.UnicodeScript.HAN)) {
            return "zh";
        } else if (scripts.contains(Character.UnicodeScript.CYRILLIC)) {
            return "ru";
        }
        List<String> words = List.of(NO_LETTERS.split(question.toLowerCase(Locale.ROOT), -1));
        String best = ENGLISH;
        long most = 0;
        for (Map.Entry<String, Set<String>> language : SMALL_WORDS.entrySet()) {
            long count = words.stream().filter(language.getValue()::contains).count();
            if (count > most) {
                best = language.getKey();
                most = count;
            }
        }
        return best;
    }

    /** Those beyond Latin. */
    private static Set<Character.UnicodeScript> scripts(String text) {
        Set<Character.UnicodeScript> scripts = EnumSet.noneOf(Character.UnicodeScript.class);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c >= FIRST_BEYOND_LATIN) {
                scripts.add(Character.UnicodeScript.of(c));
            }
        }
        return scripts;
    }
}
