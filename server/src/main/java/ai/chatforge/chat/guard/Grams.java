package ai.chatforge.chat.guard;

import org.jspecify.annotations.Nullable;

/** Finds where in a text the latest letters of a stream stand, by the hash of some of them. */
final class Grams {
    /** Steps that are hashed. With every second place indexed, a stretch of 12 letters is always found. */
    static final int LENGTH = 10;

    static final int BASE = 0x2F0B4C47;
    /** {@link #BASE} to the power of {@link #LENGTH}. */
    static final int BASE_POWER = power();

    private static final int LONGEST_CHAIN = 64;
    private static final int ANY = 4096;
    private static final int EXACT_FILTER = 1024;
    private static final int NUMBERS = 64;
    /** Shorter ones are looked through as fast. */
    private static final int WITH_FILTER = 500;

    private final int[] steps;
    private final int[] heads;
    private final int[] next;
    private final int shift;
    private final int every;
    private final int longestChain;
    private final int filterWords;
    private final long @Nullable [] filter;

    private Grams(int[] steps, int every, int longestChain, int filterWords) {
        this.steps = steps;
        this.filterWords = filterWords;
        this.every = every;
        this.longestChain = longestChain;
        int bits = Math.max(4, 32 - Integer.numberOfLeadingZeros(steps.length / every));
        this.shift = 32 - bits;
        this.heads = new int[1 << bits];
        this.next = new int[steps.length / every + 1];
        walk(this::link);
        this.filter = steps.length < WITH_FILTER ? null : filter();
    }

    private long[] filter() {
        long[] all = emptyFilter();
        walk((hash, position) -> Filter.add(all, hash));
        return all;
    }

    /** Of the size that texts of one kind have together. */
    long[] emptyFilter() {
        return Filter.empty(filterWords);
    }

    /**
     * Every second place is looked up, which is enough for stretches of some length.
     *
     * @param filterWords see {@link Filter}; the same for all that are looked through together
     */
    static Grams quick(int[] steps, int filterWords) {
        return new Grams(steps, 2, LONGEST_CHAIN, filterWords);
    }

    /** Always finds the longest stretch there is. */
    static Grams exact(int[] steps) {
        return new Grams(steps, 1, ANY, EXACT_FILTER);
    }

    private static int power() {
        int power = 1;
        for (int i = 0; i < LENGTH; i++) {
            power *= BASE;
        }
        return power;
    }

    /** Hash of the first steps between letters. */
    static int beginning(String letters) {
        int hash = 0;
        for (int i = 1; i <= LENGTH; i++) {
            hash = hash * BASE + Letters.step(Letters.code(letters.charAt(i - 1)), Letters.code(letters.charAt(i)));
        }
        return hash;
    }

    private interface Visitor {
        void visit(int hash, int position);
    }

    private void walk(Visitor each) {
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
                each.visit(hash, p);
            }
        }
    }

    private void link(int hash, int position) {
        int slot = slot(hash);
        next[position / every] = heads[slot];
        heads[slot] = position;
    }

    private int slot(int hash) {
        return (hash * 0x9E3779B1) >>> shift;
    }

    /** Adds all that can be found here. */
    void addTo(long[] all) {
        if (filter == null) {
            walk((hash, position) -> Filter.add(all, hash));
        } else {
            for (int i = 0; i < all.length; i++) {
                all[i] |= filter[i];
            }
        }
    }

    int[] steps() {
        return steps;
    }

    int bytes() {
        return NUMBERS
                + Integer.BYTES * (steps.length + heads.length + next.length)
                + (filter == null ? 0 : Long.BYTES * filter.length);
    }

    /** Where the latest steps of the stream end, more of them than that and as many as possible; 0 if nowhere. */
    int find(int hash, Trail trail, int moreThan) {
        int best = 0;
        int longest = moreThan;
        int tried = 0;
        for (int p = heads[slot(hash)]; p != 0 && tried < longestChain; p = next[p / every]) {
            // The step that would have to be the same, too, before all others.
            if (trail.isAt(steps, p, longest)) {
                int same = trail.sameAs(steps, p);
                if (same > longest) {
                    longest = same;
                    best = p;
                }
            }
            tried++;
        }
        return best;
    }
}
