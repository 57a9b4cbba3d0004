package ai.chatforge.document.extract;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leaves out what stands at the same place in the margin of several pages near each other: running titles, page
 * numbers. A page is held back until the next ones are known.
 */
final class PdfRunningLines {
    /** On pages with a left and a right title every other page is alike. */
    private static final int NEAR = 4;

    private static final int ENOUGH = 2;
    private static final float SAME_PLACE = 3;
    private static final Pattern PIECES = Pattern.compile("\\d{1,9}|\\D+");
    private static final Pattern SENTENCE = Pattern.compile("(\\S+\\s+){5,}\\S*[.!?]");

    /** A line in the margin, by its number on the page. */
    record Margin(int line, float y, String text) {}

    record Page(int number, String[] lines, List<Margin> margins) {}

    @FunctionalInterface
    interface Sink {
        void page(int number, String text) throws IOException;
    }

    private final Deque<Page> before = new ArrayDeque<>();
    private final Deque<Page> waiting = new ArrayDeque<>();
    private final Sink sink;

    PdfRunningLines(Sink sink) {
        this.sink = sink;
    }

    void add(Page page) throws IOException {
        waiting.addLast(page);
        if (waiting.size() > NEAR) {
            release();
        }
    }

    void finish() throws IOException {
        while (!waiting.isEmpty()) {
            release();
        }
    }

    private void release() throws IOException {
        Page page = waiting.removeFirst();
        List<Page> near = new ArrayList<>(before);
        near.addAll(waiting);
        String[] lines = page.lines().clone();
        for (Margin margin : page.margins()) {
            if (!SENTENCE.matcher(margin.text()).matches() && isRunning(page, margin, near)) {
                lines[margin.line()] = "";
            }
        }
        sink.page(page.number(), String.join("\n", lines));
        before.addLast(page);
        if (before.size() > NEAR) {
            before.removeFirst();
        }
    }

    private static boolean isRunning(Page page, Margin margin, List<Page> near) {
        return near.stream()
                        .filter(other -> other.margins().stream()
                                .anyMatch(theirs -> Math.abs(theirs.y() - margin.y()) < SAME_PLACE
                                        && isSame(margin.text(), theirs.text(), other.number() - page.number())))
                        .count()
                >= ENOUGH;
    }

    /** The same but for numbers that count the pages. */
    private static boolean isSame(String one, String other, int pagesBetween) {
        Matcher ours = PIECES.matcher(one);
        Matcher theirs = PIECES.matcher(other);
        boolean more = ours.find();
        while (more) {
            if (!theirs.find() || !isSamePiece(ours.group(), theirs.group(), pagesBetween)) {
                return false;
            }
            more = ours.find();
        }
        return !theirs.find();
    }

    private static boolean isSamePiece(String ours, String theirs, int pagesBetween) {
        if (ours.equals(theirs)) {
            return true;
        }
        return Character.isDigit(ours.charAt(0))
                && Character.isDigit(theirs.charAt(0))
                && Integer.parseInt(theirs) - Integer.parseInt(ours) == pagesBetween;
    }
}
