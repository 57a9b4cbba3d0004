package ai.chatforge.chat.guard;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks for private text in what came out, by comparing words. Shares nothing with the guard. */
public final class LeakInspector {
    private static final int RUN = 8;
    /** Of scripts without spaces: two characters for a word. */
    private static final int UNSPACED_RUN = 16;

    private final Set<String> runs = new HashSet<>();
    private final Set<String> unspacedRuns = new HashSet<>();
    private final List<String> names;

    public LeakInspector(List<String> passages, List<String> names) {
        for (String passage : passages) {
            List<String> words = words(passage);
            for (int stride = 1; stride <= 2; stride++) {
                for (int first = 0; first < stride; first++) {
                    runs.addAll(runs(every(words, stride, first)));
                }
            }
            unspacedRuns.addAll(unspaced(passage));
        }
        this.names = names.stream().map(LeakInspector::bare).toList();
    }

    /** The longest pieces that must not be there; empty when all is well. */
    public List<String> leaks(String text) {
        List<String> found = new ArrayList<>();
        runs(words(text)).stream().filter(runs::contains).forEach(found::add);
        unspaced(text).stream().filter(unspacedRuns::contains).forEach(found::add);
        String bare = bare(text);
        names.stream().filter(bare::contains).forEach(found::add);
        return found;
    }

    private static List<String> every(List<String> words, int stride, int first) {
        List<String> chosen = new ArrayList<>();
        for (int i = first; i < words.size(); i += stride) {
            chosen.add(words.get(i));
        }
        return chosen;
    }

    private static Set<String> runs(List<String> words) {
        Set<String> all = new HashSet<>();
        for (int i = 0; i + RUN <= words.size(); i++) {
            all.add(String.join(" ", words.subList(i, i + RUN)));
        }
        return all;
    }

    private static Set<String> unspaced(String text) {
        String characters = text.replaceAll("[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]", "");
        Set<String> all = new HashSet<>();
        for (int i = 0; i + UNSPACED_RUN <= characters.length(); i++) {
            all.add(characters.substring(i, i + UNSPACED_RUN));
        }
        return all;
    }

    private static List<String> words(String text) {
        return Arrays.stream(normal(text).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty() && !word.codePoints().allMatch(Character::isIdeographic))
                .toList();
    }

    private static String bare(String text) {
        return normal(text).replaceAll("[^\\p{L}\\p{N}]", "").replaceFirst("^https", "");
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("[\\p{M}\\p{Cf}]", "")
                .toLowerCase(Locale.ROOT);
    }
}
