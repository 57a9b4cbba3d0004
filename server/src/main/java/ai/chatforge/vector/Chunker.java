package ai.chatforge.vector;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a page or section into passages: at the end of a paragraph if there is one, else of a line (a table row, a list
 * item), a sentence, a word. Offsets are exact; every look back is bounded by the size of a passage, so the time is
 * linear also for one endless line.
 */
final class Chunker {
    private static final String[] BORDERS = {"\n\n", "\n", ". ", "! ", "? ", "。", "; ", ", ", " "};

    private final int size;
    private final int overlap;

    Chunker(int size, int overlap) {
        this.size = size;
        this.overlap = Math.min(overlap, size / 2);
    }

    /** {@code text} is the segment's text from {@code start} to {@code end}. */
    record Chunk(int start, int end, String text) {}

    List<Chunk> cut(String text) {
        List<Chunk> chunks = new ArrayList<>();
        int start = skipSpace(text, 0);
        while (start < text.length()) {
            int end = text.length() - start <= size ? text.length() : border(text, start + size / 2, start + size);
            int trimmed = trimEnd(text, start, end);
            chunks.add(new Chunk(start, trimmed, text.substring(start, trimmed)));
            if (skipSpace(text, end) >= text.length()) {
                break;
            }
            start = Math.max(next(text, end), start + 1);
        }
        return chunks;
    }

    /** The best place to end between two offsets. */
    private static int border(String text, int from, int to) {
        for (String border : BORDERS) {
            for (int at = to - border.length(); at >= from; at--) {
                if (text.startsWith(border, at)) {
                    return at + border.length();
                }
            }
        }
        return Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
    }

    /** Where the next passage begins: at a border within the overlap, so that it does not start in a word. */
    private int next(String text, int end) {
        int from = Math.max(0, end - overlap);
        for (String border : BORDERS) {
            int at = indexOf(text, border, from, end);
            if (at >= 0) {
                return skipSpace(text, at + border.length());
            }
        }
        int start = skipSpace(text, end);
        return start < text.length() && Character.isLowSurrogate(text.charAt(start)) ? start - 1 : start;
    }

    // String.indexOf would search the whole rest of the text.
    private static int indexOf(String text, String border, int from, int end) {
        for (int at = from; at + border.length() < end; at++) {
            if (text.startsWith(border, at)) {
                return at;
            }
        }
        return -1;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int trimEnd(String text, int start, int end) {
        int at = end;
        while (at > start + 1 && Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
