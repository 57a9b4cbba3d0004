package ai.chatforge.chat.guard;

import java.util.Arrays;

/** The latest letters of a stream, and where in the raw text they stood. */
final class Trail {
    static final int SIZE = 256;

    private static final int FIRST = 64;
    private static final int[] NONE = {};

    /** Both grow up to that size: most readings of a text have few letters, or none. */
    private int[] steps = NONE;

    private int[] places = NONE;
    private int count;
    private int last = -1;
    private int hash;

    /** @return the step to this letter */
    int add(int code, int place) {
        int step = last < 0 ? Letters.BORDER : Letters.step(last, code);
        last = code;
        if (count == steps.length && count < SIZE) {
            int size = Math.max(FIRST, count * 2);
            steps = Arrays.copyOf(steps, size);
            places = Arrays.copyOf(places, size);
        }
        int mask = steps.length - 1;
        hash = hash * Grams.BASE + step;
        if (count >= Grams.LENGTH) {
            hash -= Grams.BASE_POWER * steps[(count - Grams.LENGTH) & mask];
        }
        steps[count & mask] = step;
        places[count & mask] = place;
        count++;
        return step;
    }

    void copy(Trail other) {
        steps = other.steps.clone();
        places = other.places.clone();
        count = other.count;
        last = other.last;
        hash = other.hash;
    }

    int hash() {
        return hash;
    }

    int count() {
        return count;
    }

    /** The step that many letters back. */
    int back(int letters) {
        return steps[(count - 1 - letters) & (steps.length - 1)];
    }

    /** Where the letter stood that is that many letters back, or the oldest one that is known. */
    int place(int lettersBack) {
        int back = Math.min(lettersBack, Math.min(count, SIZE) - 1);
        return back < 0 ? Integer.MAX_VALUE : places[(count - 1 - back) & (places.length - 1)];
    }

    /** Whether the step that many letters back is that of the text that many before the position. */
    boolean isAt(int[] text, int position, int letters) {
        return letters < Math.min(count, SIZE - 1) && letters <= position && text[position - letters] == back(letters);
    }

    /** How many of the latest steps are those of the text up to the position. */
    int sameAs(int[] text, int position) {
        int most = Math.min(Math.min(count, SIZE - 1), position + 1);
        int mask = steps.length - 1;
        int same = 0;
        while (same < most
                && text[position - same] != Letters.BORDER
                && text[position - same] == steps[(count - 1 - same) & mask]) {
            same++;
        }
        return same;
    }
}
