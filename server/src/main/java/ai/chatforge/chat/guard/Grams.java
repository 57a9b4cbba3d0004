package ai.chatforge.chat.guard;

/** Finds where in texts the latest letters of a stream stand, by the hash of some of them. */
final class Grams {
    /** Steps that are hashed. With every second place indexed, a stretch of 12 letters is always found. */
    static final int LENGTH = 10;

    static final int BASE = 0x2F0B4C47;
    /** {@link #BASE} to the power of {@link #LENGTH}. */
    static final int BASE_POWER = power();

    private static final int LONGEST_CHAIN = 64;
    private static final int ANY = 4096;

    private final int[] steps;
    private final int[] heads;
    private final int[] next;
    private final int shift;
    private final int every;
    private final int longestChain;

    private Grams(int[] steps, int every, int longestChain) {
        this.steps = steps;
        this.every = every;
        this.longestChain = longestChain;
        int bits = Math.max(4, 32 - Integer.numberOfLeadingZeros(steps.length / every));
        this.shift = 32 - bits;
        this.heads = new int[1 << bits];
        this.next = new int[steps.length / every + 1];
        index();
    }

    /** Every second place is looked up, which is enough for stretches of some length. */
    static Grams quick(int[] steps) {
        return new Grams(steps, 2, LONGEST_CHAIN);
    }

    /** Always finds the longest stretch there is. */
    static Grams exact(int[] steps) {
        return new Grams(steps, 1, ANY);
    }

    private static int power() {
        int power = 1;
        for (int i = 0; i < LENGTH; i++) {
            power *= BASE;
        }
        return power;
    }

    private void index() {
        int hash = 0;
        int length = 0;
        for (int p = 0; p < steps.length; p++) {
            if (steps[p] == Letters.BORDER) {
                hash = 0;
                length = 0;
                continue;
            }
            hash = hash * BASE + steps[p];
            if (length == LENGTH) {
                hash -= BASE_POWER * steps[p - LENGTH];
            } else {
                length++;
            }
            if (length == LENGTH && p % every == 0) {
                int slot = slot(hash);
                next[p / every] = heads[slot];
                heads[slot] = p;
            }
        }
    }

    private int slot(int hash) {
        return (hash * 0x9E3779B1) >>> shift;
    }

    int[] steps() {
        return steps;
    }

    int step(int position) {
        return steps[position];
    }

    /** Where the latest steps of the stream end, as many of them as possible; 0 if nowhere. */
    int find(int hash, Trail trail) {
        int best = 0;
        int longest = LENGTH - 1;
        int tried = 0;
        for (int p = heads[slot(hash)]; p != 0 && tried < longestChain; p = next[p / every]) {
            int same = trail.sameAs(steps, p);
            if (same > longest) {
                longest = same;
                best = p;
            }
            tried++;
        }
        return best;
    }
}
