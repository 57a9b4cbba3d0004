package ai.chatforge.vector;

/**
 * What passages are looked for by.
 *
 * @param meaning how much closeness in meaning counts, from 0 (words alone) to 1 (meaning alone)
 */
record Question(String words, float[] embedding, double meaning) {
    /** Longer ones are cut: no store takes a question of any length, and what it is about stands at its beginning. */
    private static final int LONGEST = 1000;

    Question {
        if (meaning < 0 || meaning > 1) {
            throw new IllegalArgumentException("A weight of " + meaning);
        }
        words = words.length() <= LONGEST ? words : words.substring(0, LONGEST);
    }

    /** One that no model could turn into a vector. */
    static Question ofWords(String words) {
        return new Question(words, new float[0], 0);
    }

    boolean asksForMeaning() {
        return meaning > 0;
    }

    boolean asksForWords() {
        return meaning < 1;
    }
}
