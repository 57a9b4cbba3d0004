package ai.chatforge.chat;

import java.util.List;

/** Ends an answer before the first of some texts that comes to its end, wherever the answer's pieces are cut. */
final class StopTexts {
    private final List<String> stops;
    /** What may be the beginning of one. */
    private final StringBuilder held = new StringBuilder();

    private boolean over;

    StopTexts(List<String> stops) {
        this.stops = stops;
    }

    /** What may be shown of it, and of what was held back before. */
    String take(String piece) {
        if (over || stops.isEmpty()) {
            return over ? "" : piece;
        }
        held.append(piece);
        int end = Integer.MAX_VALUE;
        int start = held.length() - begun();
        for (String stop : stops) {
            int at = held.indexOf(stop);
            boolean earlier = at >= 0 && at + stop.length() <= end;
            // Of those that end at one place the longest is what the answer ends before.
            if (earlier && (at + stop.length() < end || at < start)) {
                end = at + stop.length();
                start = at;
                over = true;
            }
        }
        String shown = held.substring(0, start);
        held.delete(0, over ? held.length() : start);
        return shown;
    }

    /** How many letters at the end may go on to be one of them. */
    private int begun() {
        int most = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > most; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    most = length;
                }
            }
        }
        return most;
    }

    /** What was held back, when nothing follows. */
    String end() {
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }

    boolean isOver() {
        return over;
    }
}
