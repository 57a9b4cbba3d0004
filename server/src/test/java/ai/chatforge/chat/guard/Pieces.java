package ai.chatforge.chat.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** How an answer is cut into pieces. */
public enum Pieces {
    WHOLE,
    CHARACTERS,
    THREES,
    WORDS,
    AT_RANDOM;

    public List<String> of(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), Math.max(from + 1, end(text, from, random)));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private int end(String text, int from, Random random) {
        return switch (this) {
            case WHOLE -> text.length();
            case CHARACTERS -> from + 1;
            case THREES -> from + 3;
            case WORDS -> text.indexOf(' ', from) < 0 ? text.length() : text.indexOf(' ', from) + 1;
            case AT_RANDOM -> from + 1 + random.nextInt(12);
        };
    }
}
