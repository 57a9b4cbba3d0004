package ai.chatforge.document.extract;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The language of a text by its letters, and by its small words where many languages share the letters. */
public final class LanguageGuess {
    private static final int SAMPLE = 60_000;
    private static final int OF_EACH = 4_000;

    /** Fewer letters than this may be anything. */
    private static final int ENOUGH_LETTERS = 40;

    /** Of 100 words of running text at least this many are among the small ones of its language. */
    private static final int ENOUGH_WORDS = 12;

    /** A letter that stands alone is a word somewhere. */
    private static final int ENOUGH_KINDS = 4;

    /** By how much the best must lead, since relatives share words. */
    private static final double LEAD = 1.15;

    private static final Pattern WORD = Pattern.compile("[\\p{L}']+");

    private static final Map<String, List<String>> SMALL_WORDS = words(
            "en: the of and to in is that it was for on with as are this be by at from have not or an which you",
            "de: der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden",
            "fr: le la les de des et à en un une du est que dans pour qui au sur par plus pas ne se il ce avec",
            "es: el la los de que y en un una del se las por con para es su al no lo como más o este pero",
            "it: il di che e la in un per è una non con del sono della dei le i da si al alla come più nel",
            "pt: o de que e do da em um para é com não uma os no se na por mais as dos como ao foi das",
            "nl: de het een van en in is dat op te zijn met voor niet aan er door ook als bij wordt naar om",
            "sv: och att det i en som är av för på med den till inte om ett har de från kan var men",
            "da: og at det i en er af for på med den til ikke der de som et har fra kan var men ved sig hvad",
            "no: og å det i en er av for på med den til ikke som de et har fra kan var men ved seg noe hva",
            "fi: ja on ei se että oli hän mutta ovat joka kun niin myös sen tai voi kuin mukaan ole jos",
            "pl: i w na z do nie się że jest to o jak po od za dla przez oraz ale są co był być",
            "cs: a v na se je že s z do o to i ve jako za po pro ale si by jsou nebo od při",
            "ro: și de în la a cu nu pe că o din un este care se mai pentru sau ce au sunt prin",
            "hu: a az és hogy nem is egy van meg de ez csak volt vagy el ki mint már azt ha",
            "tr: ve bir bu için ile da de olarak daha çok ne gibi olan en kadar sonra ama ya var değil");

    private static final Map<Character.UnicodeScript, String> SCRIPTS = Map.ofEntries(
            Map.entry(Character.UnicodeScript.GREEK, "el"),
            Map.entry(Character.UnicodeScript.HEBREW, "he"),
            Map.entry(Character.UnicodeScript.THAI, "th"),
            Map.entry(Character.UnicodeScript.HANGUL, "ko"),
            Map.entry(Character.UnicodeScript.DEVANAGARI, "hi"),
            Map.entry(Character.UnicodeScript.BENGALI, "bn"),
            Map.entry(Character.UnicodeScript.TAMIL, "ta"),
            Map.entry(Character.UnicodeScript.GEORGIAN, "ka"),
            Map.entry(Character.UnicodeScript.ARMENIAN, "hy"),
            Map.entry(Character.UnicodeScript.HAN, "zh"));

    private final StringBuilder sample = new StringBuilder();

    private static Map<String, List<String>> words(String... lines) {
        Map<String, List<String>> words = new TreeMap<>();
        for (String line : lines) {
            words.put(
                    line.substring(0, 2),
                    Arrays.stream(line.substring(4).split(" ")).distinct().toList());
        }
        return words;
    }

    void read(String text) {
        int room = Math.min(OF_EACH, SAMPLE - sample.length());
        if (room > 0) {
            sample.append(text, 0, Math.min(text.length(), room)).append('\n');
        }
    }

    /** Of a text in pieces, of which the first ones are looked at. */
    public static @Nullable String of(Stream<String> pieces) {
        LanguageGuess guess = new LanguageGuess();
        pieces.forEach(guess::read);
        return guess.guess();
    }

    /** A language tag, or null when nothing speaks for one. */
    @Nullable
    String guess() {
        Map<Character.UnicodeScript, Integer> scripts = new HashMap<>();
        sample.codePoints()
                .filter(Character::isLetter)
                .forEach(letter -> scripts.merge(Character.UnicodeScript.of(letter), 1, Integer::sum));
        int letters = scripts.values().stream().mapToInt(Integer::intValue).sum();
        if (letters < ENOUGH_LETTERS) {
            return null;
        }
        // one sign of these two is a whole syllable
        if (count(scripts, Character.UnicodeScript.HIRAGANA, Character.UnicodeScript.KATAKANA) * 10 > letters) {
            return "ja";
        }
        Character.UnicodeScript most = scripts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
        return switch (most) {
            case LATIN -> bySmallWords();
            case CYRILLIC -> cyrillic();
            case ARABIC -> sample.chars().filter(c -> "پچژگ".indexOf(c) >= 0).count() * 100 > letters ? "fa" : "ar";
            default -> SCRIPTS.get(most);
        };
    }

    private static int count(Map<Character.UnicodeScript, Integer> scripts, Character.UnicodeScript... some) {
        return Arrays.stream(some)
                .mapToInt(script -> scripts.getOrDefault(script, 0))
                .sum();
    }

    private String cyrillic() {
        String text = sample.toString().toLowerCase(Locale.ROOT);
        if (text.chars().anyMatch(c -> "їєґ".indexOf(c) >= 0)) {
            return "uk";
        }
        return text.chars().anyMatch(c -> "ыэё".indexOf(c) >= 0) ? "ru" : "bg";
    }

    private @Nullable String bySmallWords() {
        Map<String, Integer> counts = new HashMap<>();
        Matcher word = WORD.matcher(sample.toString().toLowerCase(Locale.ROOT));
        int words = 0;
        while (word.find()) {
            words++;
            counts.merge(word.group(), 1, Integer::sum);
        }
        String best = null;
        long kinds = 0;
        double first = 0;
        double second = 0;
        for (Map.Entry<String, List<String>> language : SMALL_WORDS.entrySet()) {
            double found = language.getValue().stream()
                    .mapToInt(small -> counts.getOrDefault(small, 0))
                    .sum();
            if (found > first) {
                second = first;
                first = found;
                best = language.getKey();
                kinds = language.getValue().stream().filter(counts::containsKey).count();
            } else {
                second = Math.max(second, found);
            }
        }
        return kinds >= ENOUGH_KINDS && first * 100 >= words * ENOUGH_WORDS && first >= second * LEAD ? best : null;
    }
}
