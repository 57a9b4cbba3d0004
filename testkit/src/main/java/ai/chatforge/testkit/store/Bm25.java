package ai.chatforge.testkit.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ranking function, over one field of some documents. */
final class Bm25<T> {
    private static final double K1 = 1.2;
    private static final double B = 0.75;

    private final Map<T, List<String>> words = new HashMap<>();
    private final Map<String, Long> having = new HashMap<>();
    private double length;

    void add(T document, List<String> itsWords) {
        words.put(document, itsWords);
        itsWords.stream().distinct().forEach(word -> having.merge(word, 1L, Long::sum));
        length += itsWords.size();
    }

    /** Lower case, cut at whatever matches. */
    static List<String> cut(String text, String at) {
        return Arrays.stream(text.split(at, -1)).filter(word -> !word.isEmpty()).toList();
    }

    static double rarity(long all, long having) {
        return Math.log(1 + (all - having + 0.5) / (having + 0.5));
    }

    double score(T document, Collection<String> question) {
        List<String> its = words.getOrDefault(document, List.of());
        double score = 0;
        for (String word : question) {
            long times = its.stream().filter(word::equals).count();
            if (times > 0) {
                double norm = K1 * (1 - B + B * its.size() * words.size() / length);
                score += rarity(words.size(), having.getOrDefault(word, 0L)) * times / (times + norm);
            }
        }
        return score;
    }
}
