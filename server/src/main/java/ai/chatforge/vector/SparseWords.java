package ai.chatforge.vector;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Words as a sparse vector: of a passage with what BM25 makes of them there, of a question with 1. How rare a word is, the
 * server adds. Two words in some thousand millions have the same number, and then count as one.
 */
record SparseWords(List<Long> indices, List<Double> values) {
    /** Lucene's, as in the other stores. */
    private static final double K1 = 1.2;

    private static final double B = 0.75;
    /** Words of a passage and of its headings, without those that are left out everywhere, as most sources have them. */
    private static final double PASSAGE = 100;

    private static final double HEADING = 5;
    private static final double HEADING_COUNTS = 0.5;

    static SparseWords ofPassage(String heading, String body) {
        SortedMap<Long, Double> weights = new TreeMap<>();
        add(weights, Terms.words(body), PASSAGE, 1);
        add(weights, Terms.words(heading), HEADING, HEADING_COUNTS);
        return of(weights);
    }

    private static void add(Map<Long, Double> weights, List<String> words, double usual, double counts) {
        Map<Long, Integer> times = new HashMap<>();
        words.forEach(word -> times.merge(number(word), 1, Integer::sum));
        double length = K1 * (1 - B + B * words.size() / usual);
        times.forEach((word, count) -> weights.merge(word, counts * count / (count + length), Double::sum));
    }

    static SparseWords ofQuestion(List<String> words) {
        SortedMap<Long, Double> weights = new TreeMap<>();
        words.forEach(word -> weights.put(number(word), 1.0));
        return of(weights);
    }

    private static SparseWords of(SortedMap<Long, Double> weights) {
        return new SparseWords(List.copyOf(weights.keySet()), List.copyOf(weights.values()));
    }

    boolean isEmpty() {
        return indices.isEmpty();
    }

    private static long number(String word) {
        CRC32C sum = new CRC32C();
        sum.update(word.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }
}
