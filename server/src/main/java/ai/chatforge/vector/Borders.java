package ai.chatforge.vector;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The places in a stretch of text where a passage may end or begin. */
final class Borders {
    /** Strongest first. A plain line end is weak, because texts from PDF files have them within sentences. */
    enum Kind {
        PARAGRAPH,
        ROW,
        SENTENCE,
        LINE,
        WORD
    }

    /** How far a line is read to know what it is, and how far behind the stretch a sentence's end is looked for. */
    private static final int GLANCE = 120;
    /** More marks on one letter than this are no writing. */
    private static final int MARKS = 16;

    private static final String MARKERS = "-*+|#>•‣◦▪–·";

    private record Border(int at, Kind kind) {}

    private final String text;
    private final int to;
    private final List<Border> borders = new ArrayList<>();

    private Borders(String text, int to) {
        this.text = text;
        this.to = to;
    }

    static Borders in(String text, int from, int to) {
        Borders borders = new Borders(text, to);
        borders.addLinesAndWords(from);
        borders.addSentences(from);
        return borders;
    }

    /** The last border of the strongest kind that there is behind {@code from}; without any, the end of the stretch. */
    int strongest(int from) {
        int best = -1;
        Kind kind = Kind.WORD;
        for (Border border : borders) {
            boolean stronger = border.kind().compareTo(kind) < 0;
            boolean later = border.kind() == kind && border.at() > best;
            if (border.at() > from && (stronger || later || best < 0)) {
                best = border.at();
                kind = border.kind();
            }
        }
        return best < 0 ? betweenLetters(to) : best;
    }

    /** Where rows begin, the first one from {@code from} on, else the first sentence, else word, else letter. */
    int beginning(int from, int end) {
        return first(from, end, EnumSet.of(Kind.ROW))
                .or(() -> first(from, end, EnumSet.of(Kind.PARAGRAPH, Kind.SENTENCE)))
                .or(() -> first(from, end, EnumSet.allOf(Kind.class)))
                .orElseGet(() -> betweenLetters(from));
    }

    private Optional<Integer> first(int from, int end, Set<Kind> kinds) {
        return borders.stream()
                .filter(border -> border.at() >= from && border.at() < end && kinds.contains(border.kind()))
                .map(Border::at)
                .min(Comparator.naturalOrder());
    }

    private void addLinesAndWords(int from) {
        for (int at = from + 1; at <= to; at++) {
            char before = text.charAt(at - 1);
            if (before == '\n') {
                borders.add(new Border(at, kindOfLineAt(at)));
            } else if (Chunker.isSpace(before) && at < to && !Chunker.isSpace(text.charAt(at))) {
                borders.add(new Border(at, Kind.WORD));
            }
        }
        if (to < text.length() && Chunker.isSpace(text.charAt(to)) && !Chunker.isSpace(text.charAt(to - 1))) {
            borders.add(new Border(to, text.charAt(to) == '\n' ? kindOfLineAt(to + 1) : Kind.WORD));
        }
    }

    private Kind kindOfLineAt(int start) {
        int stop = Math.min(text.length(), start + GLANCE);
        int at = start;
        while (at < stop && text.charAt(at) != '\n' && Chunker.isSpace(text.charAt(at))) {
            at++;
        }
        if (at < stop && text.charAt(at) == '\n') {
            return Kind.PARAGRAPH;
        }
        return at < stop && isRow(at, stop) ? Kind.ROW : Kind.LINE;
    }

    /** A list item, a heading, or a line with several cells. */
    private boolean isRow(int start, int stop) {
        if (MARKERS.indexOf(text.charAt(start)) >= 0) {
            return true;
        }
        int digits = start;
        while (digits < stop && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits > start && digits < stop && (text.charAt(digits) == '.' || text.charAt(digits) == ')')) {
            return true;
        }
        for (int at = start; at < stop && text.charAt(at) != '\n'; at++) {
            if (text.charAt(at) == '\t' || text.charAt(at) == '|') {
                return true;
            }
        }
        return false;
    }

    private void addSentences(int from) {
        int stop = Math.min(text.length(), to + GLANCE);
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(text.substring(from, stop));
        sentences.first();
        for (int at = sentences.next(); at != BreakIterator.DONE; at = sentences.next()) {
            // The end of what is looked at always counts as one, without being one.
            if (from + at <= to && from + at < stop) {
                borders.add(new Border(from + at, Kind.SENTENCE));
            }
        }
    }

    /** Never between the two halves of a character, nor between a letter and its marks. */
    private int betweenLetters(int wanted) {
        int at = wanted;
        while (wanted - at < MARKS && isMark(text.codePointAt(at))) {
            at--;
        }
        return Character.isLowSurrogate(text.charAt(at)) && Character.isHighSurrogate(text.charAt(at - 1))
                ? at - 1
                : at;
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }
}
