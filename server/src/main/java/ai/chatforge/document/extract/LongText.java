package ai.chatforge.document.extract;

import java.util.ArrayList;
import java.util.List;

/** Parts a text that is too long, at the best border there is: paragraph, line, sentence, word. */
final class LongText {
    private static final List<String> BORDERS = List.of("\n\n", "\n", ". ", " ");

    private LongText() {}

    static List<String> parts(String text, int length) {
        if (text.length() <= length) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (text.length() - from > length) {
            int end = border(text, from, from + length);
            parts.add(text.substring(from, end).strip());
            from = end;
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    /** Where to cut between half of the span and its end. */
    static int border(CharSequence text, int from, int to) {
        String window = text.subSequence(from + (to - from) / 2, to).toString();
        for (String border : BORDERS) {
            int at = window.lastIndexOf(border);
            if (at >= 0) {
                return to - window.length() + at + border.length();
            }
        }
        return Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
    }
}
