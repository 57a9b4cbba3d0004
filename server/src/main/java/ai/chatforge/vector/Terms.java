package ai.chatforge.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The words of passages and questions, cut as for Lucene, so that all stores find the same; also as PostgreSQL takes
 * them.
 */
final class Terms {
    /** PostgreSQL keeps as many places of a word, and places up to this number. */
    private static final int PLACES = 255;

    private static final int LAST_PLACE = 16_383;

    private static final Analyzer ANALYZER = new PassageAnalyzer();

    private Terms() {}

    /** A {@code tsvector}: words of the passage with weight A, those of its headings with weight B. */
    static String ofPassage(String heading, String body) {
        Map<String, List<String>> places = new LinkedHashMap<>();
        int at = add(places, heading, 0, "B");
        add(places, body, at, "A");
        return places.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ":" + String.join(",", each.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static int add(Map<String, List<String>> places, String text, int after, String weight) {
        int at = after;
        for (String word : words(text)) {
            at = Math.min(at + 1, LAST_PLACE);
            List<String> of = places.computeIfAbsent(word, w -> new ArrayList<>());
            if (of.size() < PLACES) {
                of.add(at + weight);
            }
        }
        return at;
    }

    /** A {@code tsquery} for any of the words; empty when there are none. */
    static String ofQuestion(String question) {
        return distinct(question).stream().map(Terms::quoted).collect(Collectors.joining(" | "));
    }

    /** For stores that count words and need not know what was said. */
    static String inOrder(String text) {
        return words(text).stream().sorted().collect(Collectors.joining(" "));
    }

    static List<String> distinct(String text) {
        return words(text).stream().distinct().toList();
    }

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        try (TokenStream stream = ANALYZER.tokenStream("", text)) {
            CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                words.add(word.toString());
            }
            stream.end();
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
