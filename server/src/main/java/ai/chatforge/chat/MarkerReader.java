package ai.chatforge.chat;

import java.util.regex.Pattern;

/**
 * Tells citation markers from all other text, while it comes in. What stands in Markdown code is text: in a fence of
 * backticks or tildes, and in a span that is closed in its paragraph. Of a span nobody knows whether it will be: what
 * could be a marker in it waits until then, but not for ever. A marker is [1], [1, 2], [1; 2] or [1-3], in brackets of
 * that kind or 【】.
 */
final class MarkerReader {
    private static final int LONGEST = 24;
    /** Of what waits for the end of a span; so what is read again, and the spans in it that are left open, are few. */
    private static final int MOST_HELD = 2_000;

    private static final String NUMBER = "\\d{1,5}(?:[-–]\\d{1,5})?";
    private static final Pattern MARKER = Pattern.compile("[\\[【]%1$s(?:[,;，；、] ?%1$s)*".formatted(NUMBER));
    private static final String OF_MARKERS = "0123456789,;，；、-– ";
    /** What a fence may stand behind in its line, and what begins another paragraph. */
    private static final String BEFORE_FENCE = " \t>-*+0123456789.)";

    private static final String BEGINS_BLOCK = ">-*+#";
    /** Digits of the number of a list's item. */
    private static final int LONGEST_ITEM = 9;

    /** Takes each character once, and in their order. */
    interface Heard {
        void text(char c);

        /** @param raw with its brackets */
        void marker(String raw);
    }

    private enum Where {
        TEXT,
        SPAN,
        FENCE
    }

    private final Heard heard;
    private Where where = Where.TEXT;
    /** In text, what could become a marker; in a span, all from where it matters whether it is one. */
    private final StringBuilder held = new StringBuilder();
    /** Backticks or tildes in a row, until now. */
    private int run;

    private char runOf;
    private boolean runAtStart;
    /** How many opened the span or the fence. */
    private int opened;

    private boolean mayBeFence;
    /** Nothing stands before in its line, or nothing that matters. */
    private boolean atStart = true;

    private boolean escaped;
    /** The line of a fence could be its last one. */
    private boolean closing;

    private boolean gap;

    MarkerReader(Heard heard) {
        this.heard = heard;
    }

    static void read(String text, Heard heard) {
        MarkerReader reader = new MarkerReader(heard);
        reader.take(text);
        reader.end();
    }

    void take(String text) {
        for (int i = 0; i < text.length(); i++) {
            take(text.charAt(i));
        }
    }

    private void take(char c) {
        switch (where) {
            case TEXT -> text(c);
            case SPAN -> span(c);
            case FENCE -> fence(c);
        }
    }

    private void text(char c) {
        if (run > 0) {
            if (c == runOf) {
                run++;
                heard.text(c);
                return;
            }
            open();
            if (where != Where.TEXT) {
                take(c);
                return;
            }
        }
        if ((c == '`' && !escaped) || (c == '~' && atStart)) {
            release();
            run = 1;
            runOf = c;
            runAtStart = atStart;
            atStart = false;
            heard.text(c);
            return;
        }
        atStart = c == '\n' || (atStart && BEFORE_FENCE.indexOf(c) >= 0);
        escaped = c == '\\' && !escaped;
        bracket(c);
    }

    private void open() {
        opened = run;
        run = 0;
        if (runOf == '`') {
            where = Where.SPAN;
            mayBeFence = runAtStart && opened >= 3;
        } else if (opened >= 3) {
            where = Where.FENCE;
        }
        atStart = false;
        escaped = false;
        closing = false;
    }

    private void bracket(char c) {
        if (held.isEmpty()) {
            if (c == '[' || c == '【') {
                held.append(c);
            } else {
                heard.text(c);
            }
        } else if (c == (held.charAt(0) == '[' ? ']' : '】')
                && MARKER.matcher(held).matches()) {
            String raw = held.append(c).toString();
            held.setLength(0);
            heard.marker(raw);
        } else if (held.length() < LONGEST && OF_MARKERS.indexOf(c) >= 0) {
            held.append(c);
        } else {
            release();
            bracket(c);
        }
    }

    private void span(char c) {
        if (held.length() == MOST_HELD) {
            again();
            take(c);
            return;
        }
        if (c == '`') {
            if (run++ == 0) {
                runAtStart = atStart;
                atStart = false;
            }
            held.append(c);
            return;
        }
        int closed = run;
        run = 0;
        if (closed == opened) {
            leaveSpan();
            take(c);
        } else if (mayBeFence && closed == 0 && c == '\n') {
            release();
            where = Where.FENCE;
            runOf = '`';
            fence(c);
        } else if ((closed >= 3 && runAtStart)
                || (atStart && (c == '\n' || BEGINS_BLOCK.indexOf(c) >= 0))
                || beginsItem(c)) {
            held.append(c);
            again();
        } else {
            mayBeFence &= closed == 0;
            inSpan(c);
        }
    }

    /** Whether a number and this, which is not held yet, begin an item of a list. */
    private boolean beginsItem(char c) {
        int at = held.length() - 1;
        if (at < 1 || (c != ' ' && c != '\t' && c != '\n') || (held.charAt(at) != '.' && held.charAt(at) != ')')) {
            return false;
        }
        int end = at--;
        while (at > 0 && end - at <= LONGEST_ITEM && held.charAt(at) >= '0' && held.charAt(at) <= '9') {
            at--;
        }
        boolean numbered = at < end - 1;
        while (at > 0 && (held.charAt(at) == ' ' || held.charAt(at) == '\t')) {
            at--;
        }
        return numbered && held.charAt(at) == '\n';
    }

    private void inSpan(char c) {
        atStart = c == '\n' || (atStart && (c == ' ' || c == '\t'));
        if (held.isEmpty() && c != '[' && c != '【' && c != '\n') {
            escaped = c == '\\' && !escaped;
            heard.text(c);
        } else {
            held.append(c);
        }
    }

    private void leaveSpan() {
        release();
        where = Where.TEXT;
        atStart = false;
        escaped = false;
    }

    /** It is no span: what was held is text like any other. */
    private void again() {
        String text = held.toString();
        held.setLength(0);
        where = Where.TEXT;
        run = 0;
        atStart = false;
        take(text);
    }

    private void fence(char c) {
        heard.text(c);
        if (c == '\n') {
            if (closing && run >= opened) {
                where = Where.TEXT;
                atStart = true;
            }
            run = 0;
            gap = false;
            closing = true;
        } else if (c == runOf && !gap) {
            run++;
        } else if (c == ' ' || c == '\t' || (c == '>' && run == 0)) {
            gap = run > 0;
        } else {
            closing = false;
        }
    }

    private void release() {
        for (int i = 0; i < held.length(); i++) {
            heard.text(held.charAt(i));
        }
        held.setLength(0);
    }

    /** Nothing follows. */
    void end() {
        while (where == Where.SPAN) {
            if (run == opened) {
                leaveSpan();
            } else {
                again();
            }
        }
        release();
    }
}
