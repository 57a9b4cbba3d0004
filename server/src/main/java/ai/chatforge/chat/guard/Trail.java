package ai.chatforge.chat.guard;

import java.util.Arrays;

/** The latest letters of a stream, and where in the raw text they stood. */
final class Trail {
    static final int SIZE = 256;

    private static final int FIRST = 64;
    private static final long[] NONE = {};

    /** Place and step of each. Grows up to that size: most readings of a text have few letters, or none. */
    private long[] letters = NONE;

    private int count;
    private int last = -1;
    private int hash;

    /** @return the step to this letter */
    int add(int code, int place) {
        int step = last < 0 ? Letters.BORDER : Letters.step(last, code);
        last = code;
        if (count == letters.length && count < SIZE) {
            letters = Arrays.copyOf(letters, Math.max(FIRST, count * 2));
        }
        int mask = letters.length - 1;
        hash = hash * Grams.BASE + step;
        if (count >= Grams.LENGTH) {
            hash -= Grams.BASE_POWER * (int) letters[(count - Grams.LENGTH) & mask];
        }
        letters[count & mask] = (long) place << Integer.SIZE | Integer.toUnsignedLong(step);
        count++;
        return step;
    }

    void copy(Trail other) {
        letters = other.letters.clone();
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
    int back(int many) {
        return (int) letters[(count - 1 - many) & (letters.length - 1)];
    }

    /** Where the letter stood that is that many letters back, or the oldest one that is known. */
    int place(int lettersBack) {
        int back = Math.min(lettersBack, Math.min(count, SIZE) - 1);
        return back < 0
                ? Integer.MAX_VALUE
                : (int) (letters[(count - 1 - back) & (letters.length - 1)] >> Integer.SIZE);
    }

    /** Whether the step that many letters back is that of the text that many before the position. */
    boolean isAt(int[] text, int position, int many) {
        return many < Math.min(count, SIZE - 1) && many <= position && text[position - many] == back(many);
    }

    /** How many of the latest steps are those of the text up to the position. */
    int sameAs(int[] text, int position) {
        int most = Math.min(Math.min(count, SIZE - 1), position + 1);
        int mask = letters.length - 1;
        int same = 0;
        while (same < most
                && text[position - same] != Letters.BORDER
                && text[position - same] == (int) letters[(count - 1 - same) & mask]) {
            same++;
        }
        return same;
    }
}
