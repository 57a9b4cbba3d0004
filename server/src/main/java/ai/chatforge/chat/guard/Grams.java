package ai.chatforge.chat.guard;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds where in a text the latest letters of a stream stand, by the hash of some of them. */
final class Grams {
    /** Steps that are hashed. */
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
    /** Positions that are looked up, in their order. */
    private final int[] places;
    /** Numbers of places, from 1. */
    private final int[] heads;

    private final int[] next;
    private final int shift;
    private final int longestChain;
    private final int filterWords;
    private final long @Nullable [] filter;

    private Grams(int[] steps, int[] places, int longestChain, int filterWords) {
        this.steps = steps;
        this.places = places;
        this.longestChain = longestChain;
        this.filterWords = filterWords;
        int bits = Math.max(4, 32 - Integer.numberOfLeadingZeros(places.length));
        this.shift = 32 - bits;
        this.heads = new int[1 << bits];
        this.next = new int[places.length + 1];
        walk(this::link);
        this.filter = steps.length < WITH_FILTER ? null : filter();
    }

    private long[] filter() {
        long[] all = emptyFilter();
        walk((hash, _) -> Filter.add(all, hash));
        return all;
    }

    /** Of the size that texts of one kind have together. */
    long[] emptyFilter() {
        return Filter.empty(filterWords);
    }

    /**
     * Finds a stretch at the first end of a word that has enough of it before it: with every place, five times as much
     * would have to be looked through.
     *
     * @param ends positions of the last letters of words
     * @param filterWords see {@link Filter}; the same for all that are looked through together
     */
    static Grams quick(int[] steps, int[] ends, int filterWords) {
        return new Grams(steps, ends, LONGEST_CHAIN, filterWords);
    }

    /** Always finds the longest stretch there is. */
    static Grams exact(int[] steps) {
        return new Grams(steps, IntStream.range(0, steps.length).toArray(), ANY, EXACT_FILTER);
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
        void visit(int hash, int number);
    }

    private void walk(Visitor each) {
        int hash = 0;
        int length = 0;
        int number = 0;
        for (int p = 0; p < steps.length && number < places.length; p++) {
            boolean isPlace = places[number] == p;
            number += isPlace ? 1 : 0;
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
            if (length == LENGTH && isPlace) {
                each.visit(hash, number);
            }
        }
    }

    private void link(int hash, int number) {
        int slot = slot(hash);
        next[number] = heads[slot];
        heads[slot] = number;
    }

    private int slot(int hash) {
        return (hash * 0x9E3779B1) >>> shift;
    }

    /** Adds all that can be found here. */
    void addTo(long[] all) {
        if (filter == null) {
            walk((hash, _) -> Filter.add(all, hash));
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
                + Integer.BYTES * (steps.length + places.length + heads.length + next.length)
                + (filter == null ? 0 : Long.BYTES * filter.length);
    }

    /** Where the latest steps of the stream end, more of them than that and as many as possible; 0 if nowhere. */
    int find(int hash, Trail trail, int moreThan) {
        int best = 0;
        int longest = moreThan;
        int tried = 0;
        for (int number = heads[slot(hash)]; number != 0 && tried < longestChain; number = next[number]) {
            int p = places[number - 1];
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
