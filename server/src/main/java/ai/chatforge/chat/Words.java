package ai.chatforge.chat;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a text that carry its meaning, cut to their stems roughly; of Chinese and Japanese, the characters. */
final class Words {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Set<String> COMMON = new HashSet<>(List.of(
            ("a about above after again all also am an and any are as at be because been before being below between both"
                            + " but by can could did do does doing down during each few for from further had has have"
                            + " having he her here hers him his how i if in into is it its just many me more most much my no"
                            + " nor not now of off on once only or other our out over own please same she should so some"
                            + " such tell than that the their them then there these they this those through to too under"
                            + " until up us very was we were what when where which while who whom why will with would you"
                            + " your der die das und oder ist sind ein eine wie was wann wo wer warum mit von zu im in"
                            + " el la los las un una es son que como cuando donde por para con de y o"
                            + " den dem des einen einem einer eines auf an am um bei bis nach aus kann konnen gibt"
                            + " wird werden haben sie ich wir du es er nicht auch noch viel wie welche welcher"
                            + " welches welchen wieso warum wessen wohin dann aber zum zur vom ins beim uber unter"
                            + " del al se su sus lo le les cual cuales cuanto cuanta cuantos cuantas quien mas pero"
                            + " si no tambien esta este estos estas puedo puede tiene tienen hasta desde entre sobre")
                    .split(" ", -1)));
    /** What questions and sentences are made with, whatever they are about. */
    private static final Pattern COMMON_HAN = Pattern.compile(
            "多少钱|多少|什么时候|什么|怎么样|怎么|几点|哪里|哪儿|哪个|为什么|可以|请问|我们|你们|是否|有没有|何時|何|誰" + "|[吗呢吧的了是在要我你您他她它们有和与及或这那个就也都很被把从到对为]");

    private Words() {}

    static Set<String> contentOf(String text) {
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = WORD.matcher(plain(text));
        while (matcher.find()) {
            String word = matcher.group();
            if (isWithoutSpaces(word)) {
                characters(word, words);
            } else if (!COMMON.contains(word) && (word.length() > 1 || Character.isDigit(word.charAt(0)))) {
                words.add(stem(word));
            }
        }
        return words;
    }

    /** All words of a text, as they are written. */
    static List<String> in(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }

    /** Whether a word in lower case carries no meaning of its own. */
    static boolean isCommon(String word) {
        return COMMON.contains(plain(word)) || (word.length() == 1 && !Character.isDigit(word.charAt(0)));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    /** Chinese and Japanese have no spaces between words. */
    static boolean isWithoutSpaces(String word) {
        return word.codePoints().anyMatch(c -> switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA -> true;
            default -> false;
        });
    }

    private static void characters(String run, Set<String> into) {
        String rest = COMMON_HAN.matcher(run).replaceAll("");
        // Hiragana writes endings and particles.
        rest.codePoints()
                .filter(c -> Character.UnicodeScript.of(c) != Character.UnicodeScript.HIRAGANA)
                .forEach(c -> into.add(Character.toString(c)));
    }

    private static String stem(String word) {
        for (String ending :
                new String[] {"ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "ly", "s"}) {
            if (word.length() - ending.length() >= 4 && word.endsWith(ending)) {
                String cut = word.substring(0, word.length() - ending.length());
                return cut.endsWith("e") ? cut.substring(0, cut.length() - 1) : cut;
            }
        }
        return word.length() > 4 && (word.endsWith("e") || word.endsWith("y"))
                ? word.substring(0, word.length() - 1)
                : word;
    }
}
