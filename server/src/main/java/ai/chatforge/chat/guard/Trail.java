package ai.chatforge.chat.guard;

/** The latest letters of a stream, and where in the raw text they stood. */
final class Trail {
    static final int SIZE = 256;
    private static final int MASK = SIZE - 1;

    private final int[] steps = new int[SIZE];
    private final int[] places = new int[SIZE];
    private int count;
    private int last = -1;
    private int hash;

    /** @return the step to this letter */
    int add(int code, int place) {
        int step = last < 0 ? Letters.BORDER : Letters.step(last, code);
        last = code;
        hash = hash * Grams.BASE + step;
        if (count >= Grams.LENGTH) {
            hash -= Grams.BASE_POWER * steps[(count - Grams.LENGTH) & MASK];
        }
        steps[count & MASK] = step;
        places[count & MASK] = place;
        count++;
        return step;
    }

    void copy(Trail other) {
        System.arraycopy(other.steps, 0, steps, 0, SIZE);
        System.arraycopy(other.places, 0, places, 0, SIZE);
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
        return steps[(count - 1 - letters) & MASK];
    }

    /** Where the letter stood that is that many letters back, or the oldest one that is known. */
    int place(int lettersBack) {
        int back = Math.min(lettersBack, Math.min(count, SIZE) - 1);
        return back < 0 ? Integer.MAX_VALUE : places[(count - 1 - back) & MASK];
    }

    /** How many of the latest steps are those of the text up to the position. */
    int sameAs(int[] text, int position) {
        int most = Math.min(Math.min(count, SIZE - 1), position + 1);
        int same = 0;
        while (same < most
                && text[position - same] != Letters.BORDER
                && text[position - same] == steps[(count - 1 - same) & MASK]) {
            same++;
        }
        return same;
    }
}
