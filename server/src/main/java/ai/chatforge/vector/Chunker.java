package ai.chatforge.vector;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a page or section into passages: at the strongest {@link Borders.Kind border} in the second half of what a
 * passage may hold, and begins the next one at a border within the overlap. Offsets are exact. What is looked at for one
 * passage is bounded by its size, so the time is linear also for one endless line.
 */
final class Chunker {
    private static final int SMALLEST = 20;

    private final int size;
    private final int overlap;

    Chunker(int size, int overlap) {
        if (size < SMALLEST || overlap < 0) {
            throw new IllegalArgumentException("Passages of " + size + " characters with an overlap of " + overlap);
        }
        this.size = size;
        // More would not get on: a passage is at least half full.
        this.overlap = Math.min(overlap, size / 2 - 1);
    }

    /** {@code text} is the segment's text from {@code start} to {@code end}. */
    record Chunk(int start, int end, String text) {}

    List<Chunk> cut(String text) {
        List<Chunk> chunks = new ArrayList<>();
        int start = skipSpace(text, 0);
        while (start < text.length()) {
            if (text.length() - start <= size) {
                add(chunks, text, start, text.length());
                break;
            }
            Borders borders = Borders.in(text, start, start + size);
            int end = borders.strongest(start + size / 2);
            add(chunks, text, start, end);
            if (skipSpace(text, end) >= text.length()) {
                break;
            }
            start = skipSpace(text, overlap == 0 ? end : borders.beginning(end - overlap, end));
        }
        return chunks;
    }

    private static void add(List<Chunk> chunks, String text, int start, int end) {
        int trimmed = end;
        while (trimmed > start && isSpace(text.charAt(trimmed - 1))) {
            trimmed--;
        }
        chunks.add(new Chunk(start, trimmed, text.substring(start, trimmed)));
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
