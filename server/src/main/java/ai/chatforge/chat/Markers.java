package ai.chatforge.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks citation markers while an answer streams. A marker [n] whose passage was in the prompt is renumbered in the
 * order of appearance; one that points nowhere, or repeats the one before it, is dropped; [1, 2] becomes [1][2]. A piece
 * of text that could still become a marker is held back until it is known ({@link MarkerReader}, which knows code).
 * Where nothing was known, brackets are text.
 */
final class Markers implements MarkerReader.Heard {
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)(?:[-–](\\d+))?");

    private static final Pattern RANGE = Pattern.compile("[-–]");

    private final int passages;
    private final boolean drops;
    private final MarkerReader reader = new MarkerReader(this);
    private final StringBuilder out = new StringBuilder();
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

    /** Where a marker of an answer that was shown stands. */
    record Place(int start, int end, int number) {}

    static List<Place> in(String answer) {
        List<Place> places = new ArrayList<>();
        MarkerReader.read(answer, new MarkerReader.Heard() {
            private int at;

            @Override
            public void text(char c) {
                at++;
            }

            @Override
            public void marker(String raw) {
                String inside = raw.substring(1, raw.length() - 1);
                if (raw.startsWith("[") && inside.matches("\\d+")) {
                    places.add(new Place(at, at + raw.length(), Integer.parseInt(inside)));
                }
                at += raw.length();
            }
        });
        return places;
    }

    /** A text without what looks like a marker, and the space before it. */
    static String without(String text) {
        StringBuilder out = new StringBuilder();
        MarkerReader.read(text, new MarkerReader.Heard() {
            @Override
            public void text(char c) {
                out.append(c);
            }

            @Override
            public void marker(String raw) {
                if (RANGE.matcher(raw).find()) {
                    out.append(raw);
                } else if (!out.isEmpty() && Character.isWhitespace(out.charAt(out.length() - 1))) {
                    out.setLength(out.length() - 1);
                }
            }
        });
        return out.toString();
    }

    /** What may be shown of the text so far. */
    String take(String text) {
        if (!drops) {
            return text;
        }
        reader.take(text);
        return shown();
    }

    private String shown() {
        String text = out.toString();
        out.setLength(0);
        return text;
    }

    @Override
    public void text(char c) {
        // A space is held back one step: before a marker that is dropped it would be left over.
        if (spaceBefore && !(dropped && (c == ' ' || ".,;:!?)".indexOf(c) >= 0))) {
            out.append(' ');
        }
        dropped = false;
        spaceBefore = c == ' ';
        if (!spaceBefore) {
            lastMarker = 0;
            open = c == '[' || (open && (c == ',' || (c >= '0' && c <= '9')));
            out.append(c);
        }
    }

    @Override
    public void marker(String raw) {
        List<Integer> all = numbers(raw);
        if (all.isEmpty()) {
            raw.chars().forEach(c -> text((char) c));
        } else {
            all.forEach(this::marker);
        }
    }

    /** Empty where a range is none of passages, such as [0-9]. */
    private List<Integer> numbers(String raw) {
        List<Integer> all = new ArrayList<>();
        Matcher each = NUMBERS.matcher(raw);
        while (each.find()) {
            int first = Integer.parseInt(each.group(1));
            int last = each.group(2) == null ? first : Integer.parseInt(each.group(2));
            if (each.group(2) != null && (first < 1 || last <= first || last > passages)) {
                return List.of();
            }
            for (int number = first; number <= last; number++) {
                all.add(number);
            }
        }
        return all;
    }

    private void marker(int number) {
        if (number < 1 || number > passages || number == lastMarker) {
            // Dropping it must not make a marker of what stands around it.
            if (open) {
                text('(');
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
        reader.end();
        spaceBefore = false;
        return shown();
    }

    /** Numbers of the passages that were cited, in the order of their new numbers. */
    List<Integer> cited() {
        return cited;
    }
}
