package ai.chatforge.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks citation markers while an answer streams. A marker [n] whose passage was in the prompt is renumbered in the
 * order of appearance; one that points nowhere, or repeats the one before it, is dropped. A piece of text that could
 * still become a marker is held back until it is known.
 */
final class Markers {
    private static final int LONGEST = 6;

    private final int passages;
    private final StringBuilder held = new StringBuilder();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final List<Integer> cited = new ArrayList<>();
    private int lastMarker;
    private boolean spaceBefore;

    /** @param passages how many are in the prompt, numbered from 1 */
    Markers(int passages) {
        this.passages = passages;
    }

    /** What may be shown of the text so far. */
    String take(String text) {
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
            return;
        }
        boolean digit = c >= '0' && c <= '9';
        if (digit && held.length() < LONGEST) {
            held.append(c);
        } else if (c == ']' && held.length() > 1) {
            marker(Integer.parseInt(held.substring(1)), out);
            held.setLength(0);
        } else {
            String text = held.toString();
            held.setLength(0);
            for (int i = 0; i < text.length(); i++) {
                plain(text.charAt(i), out);
            }
            take(c, out);
        }
    }

    private void plain(char c, StringBuilder out) {
        if (spaceBefore) {
            out.append(' ');
            spaceBefore = false;
        }
        // A space is held back one step: before a marker that is dropped it would be left over.
        if (c == ' ') {
            spaceBefore = true;
            return;
        }
        lastMarker = 0;
        out.append(c);
    }

    private void marker(int number, StringBuilder out) {
        if (number < 1 || number > passages || number == lastMarker) {
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
