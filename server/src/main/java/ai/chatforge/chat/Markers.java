package ai.chatforge.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks citation markers while an answer streams. A marker [n] whose passage was in the prompt is renumbered in the
 * order of appearance; one that points nowhere, or repeats the one before it, is dropped; [1, 2] becomes [1][2]. A piece
 * of text that could still become a marker is held back until it is known. Where nothing was known, brackets are text.
 */
final class Markers {
    private static final int LONGEST = 24;
    private static final Pattern MARKER = Pattern.compile("\\[\\d{1,5}(?:, ?\\d{1,5})*");
    private static final Pattern SEPARATOR = Pattern.compile(", ?");

    private final int passages;
    private final boolean drops;
    private final StringBuilder held = new StringBuilder();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final List<Integer> cited = new ArrayList<>();
    private int lastMarker;
    private boolean spaceBefore;
    private boolean dropped;
    /** The text shown last could become a marker by what comes next. */
    private boolean open;

    /** @param passages how many are in the prompt, numbered from 1 */
    Markers(int passages) {
        this(passages, passages > 0);
    }

    /** @param drops whether what looks like a marker is one, even where there are no passages */
    Markers(int passages, boolean drops) {
        this.passages = passages;
        this.drops = drops;
    }

    /** What may be shown of the text so far. */
    String take(String text) {
        if (!drops) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            take(text.charAt(i), out);
        }
        return out.toString();
    }

    private void take(char c, StringBuilder out) {
        if (held.isEmpty()) {
            if (c == '[') {
                held.append(c);
            } else {
                plain(c, out);
            }
        } else if (c == ']' && MARKER.matcher(held).matches()) {
            String inside = held.substring(1);
            held.setLength(0);
            SEPARATOR.splitAsStream(inside).forEach(number -> marker(Integer.parseInt(number), out));
        } else if (held.length() < LONGEST && goesOn(c)) {
            held.append(c);
        } else {
            String text = held.toString();
            held.setLength(0);
            for (int i = 0; i < text.length(); i++) {
                plain(text.charAt(i), out);
            }
            take(c, out);
        }
    }

    private boolean goesOn(char c) {
        char before = held.charAt(held.length() - 1);
        return isDigit(c) || (c == ',' && isDigit(before)) || (c == ' ' && before == ',');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void plain(char c, StringBuilder out) {
        // A space is held back one step: before a marker that is dropped it would be left over.
        if (spaceBefore && !(dropped && (c == ' ' || ".,;:!?)".indexOf(c) >= 0))) {
            out.append(' ');
        }
        dropped = false;
        spaceBefore = c == ' ';
        if (!spaceBefore) {
            lastMarker = 0;
            open = c == '[' || (open && (isDigit(c) || c == ','));
            out.append(c);
        }
    }

    private void marker(int number, StringBuilder out) {
        if (number < 1 || number > passages || number == lastMarker) {
            // Dropping it must not make a marker of what stands around it.
            if (open) {
                plain('(', out);
            }
            dropped = true;
            return;
        }
        int shown = numbers.computeIfAbsent(number, n -> {
            cited.add(n);
            return cited.size();
        });
        if (spaceBefore) {
            out.append(' ');
            spaceBefore = false;
        }
        dropped = false;
        open = false;
        lastMarker = number;
        out.append('[').append(shown).append(']');
    }

    /** What is left when the answer ends. */
    String end() {
        String rest = (spaceBefore ? " " : "") + held;
        held.setLength(0);
        spaceBefore = false;
        return rest.isBlank() ? "" : rest;
    }

    /** Numbers of the passages that were cited, in the order of their new numbers. */
    List<Integer> cited() {
        return cited;
    }
}
