package ai.chatforge.chat;

import java.text.BreakIterator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many sentences of an answer rest on what they cite: those with a marker whose passages hold enough of their words,
 * and all of their numbers. Defined, with what it cannot see, in docs/evaluation.md.
 *
 * @param sentences that have a word with meaning
 */
record Groundedness(int sentences, int grounded) {
    /** Share of a sentence's words with meaning that the cited passages have to hold. */
    static final double ENOUGH = 0.6;

    /** @param evidence of each marker, from 1 on */
    static Groundedness of(String answer, List<String> evidence) {
        StringBuilder plain = new StringBuilder();
        // Behind which character of the plain text each marker stands.
        Map<Integer, Set<Integer>> markers = new TreeMap<>();
        int from = 0;
        for (Markers.Place marker : Markers.in(answer)) {
            boolean behindSpace = marker.start() > from && answer.charAt(marker.start() - 1) == ' ';
            plain.append(answer, from, behindSpace ? marker.start() - 1 : marker.start());
            markers.computeIfAbsent(Math.max(0, lastOf(plain)), at -> new HashSet<>())
                    .add(marker.number());
            from = marker.end();
        }
        plain.append(answer, from, answer.length());
        return count(plain.toString(), markers, evidence);
    }

    /** A marker on a line of its own belongs to what stands before it. */
    private static int lastOf(CharSequence text) {
        int last = text.length() - 1;
        while (last >= 0 && Character.isWhitespace(text.charAt(last))) {
            last--;
        }
        return last;
    }

    private static Groundedness count(String text, Map<Integer, Set<Integer>> markers, List<String> evidence) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        int sentences = 0;
        int grounded = 0;
        int from = 0;
        for (String line : text.split("(?<=\n)", -1)) {
            breaks.setText(line);
            int start = breaks.first();
            for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
                Set<String> words = Words.contentOf(line.substring(start, end));
                if (!words.isEmpty()) {
                    sentences++;
                    int first = from + start;
                    int last = from + end;
                    Set<Integer> cited = markers.entrySet().stream()
                            .filter(marker -> marker.getKey() >= first && marker.getKey() < last)
                            .flatMap(marker -> marker.getValue().stream())
                            .collect(Collectors.toSet());
                    grounded += isCovered(words, cited, evidence) ? 1 : 0;
                }
            }
            from += line.length();
        }
        return new Groundedness(sentences, grounded);
    }

    private static boolean isCovered(Set<String> words, Set<Integer> cited, List<String> evidence) {
        Set<String> held = new HashSet<>();
        for (int marker : cited) {
            if (marker >= 1 && marker <= evidence.size()) {
                held.addAll(Words.contentOf(evidence.get(marker - 1)));
            }
        }
        long covered = words.stream().filter(held::contains).count();
        return covered >= ENOUGH * words.size()
                && words.stream().filter(Groundedness::hasDigit).allMatch(held::contains);
    }

    private static boolean hasDigit(String word) {
        return word.chars().anyMatch(Character::isDigit);
    }
}
