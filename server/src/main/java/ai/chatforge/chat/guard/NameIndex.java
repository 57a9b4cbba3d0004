package ai.chatforge.chat.guard;

import ai.chatforge.chat.guard.NameForms.Spelt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds names by their first letters, and short ones by their last. They are numbered from 1, those that begin alike together and in
 * the order of their steps; 0 is none.
 */
final class NameIndex implements KnownTexts.Kept {
    /** A filter has sixteen bits or more for each name. */
    private static final int FILTER_BITS = 3;

    private final Spelt[] names;
    private final int shift;
    private final int[] heads;
    private final int[] next;
    private final int[] beginnings;
    private final int[] nextBeginning;
    /** Behind the last one that begins like this one. */
    private final int[] behind;

    /** Hardly a letter begins or ends a name, so most cost one look at each of these. */
    private final long[] begins;

    private final long[] ends;
    private boolean hasShort;

    NameIndex(List<NameForms> all) {
        this.names = inOrder(all);
        int bits = Math.max(4, 33 - Integer.numberOfLeadingZeros(names.length));
        this.shift = Integer.SIZE - bits;
        this.heads = new int[1 << bits];
        this.next = new int[names.length + 1];
        this.beginnings = new int[1 << bits];
        this.nextBeginning = new int[names.length + 1];
        this.behind = new int[names.length + 1];
        this.begins = Filter.empty(1 << Math.max(1, bits - FILTER_BITS));
        this.ends = Filter.empty(begins.length);
        for (int number = 1; number <= names.length; number = behind[number]) {
            behind[number] = number + 1;
            Spelt name = name(number);
            if (name.hasBeginning()) {
                while (behind[number] <= names.length && beginAlike(name, name(behind[number]))) {
                    behind[number]++;
                }
                int beginning = slot(name.beginning());
                nextBeginning[number] = beginnings[beginning];
                beginnings[beginning] = number;
                Filter.add(begins, name.beginning());
            } else {
                int end = slot(name.end());
                next[number] = heads[end];
                heads[end] = number;
                Filter.add(ends, name.end());
                hasShort = true;
            }
        }
    }

    /** Titles that differ in their numbers have the same letters: once is enough. */
    private static Spelt[] inOrder(List<NameForms> all) {
        List<Spelt> sorted = all.stream()
                .flatMap(name -> name.all().stream())
                .sorted(Comparator.comparingInt(Spelt::beginning).thenComparing(Spelt::steps, Arrays::compare))
                .toList();
        List<Spelt> different = new ArrayList<>();
        for (Spelt name : sorted) {
            if (different.isEmpty() || !name.isLike(different.getLast())) {
                different.add(name);
            }
        }
        return different.toArray(Spelt[]::new);
    }

    private static boolean beginAlike(Spelt one, Spelt other) {
        int letters = Grams.LENGTH + 1;
        return other.hasBeginning() && Arrays.equals(one.steps(), 0, letters, other.steps(), 0, letters);
    }

    /**
     * Of names from one number to before another that have the same letters up to there.
     *
     * @return the first one that has that step next, or a later one
     */
    int first(int from, int to, int letters, int step) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int[] steps = name(middle).steps();
            if (steps.length <= letters || steps[letters] < step) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int slot(int hash) {
        return (hash * 0x9E3779B1) >>> shift;
    }

    int size() {
        return names.length;
    }

    Spelt name(int number) {
        return names[number - 1];
    }

    /** Whether there are names that have no beginning of their own. */
    boolean hasShort() {
        return hasShort;
    }

    /** The first one of the short ones that may end with steps of that hash. */
    int ending(int hash) {
        return Filter.mayHold(ends, hash) ? heads[slot(hash)] : 0;
    }

    int nextEnding(int number) {
        return next[number];
    }

    /** The first one of those that may begin with steps of that hash, and for all that begin like it. */
    int beginning(int hash) {
        return Filter.mayHold(begins, hash) ? beginnings[slot(hash)] : 0;
    }

    int nextBeginning(int number) {
        return nextBeginning[number];
    }

    /** Behind the last one that begins like that. */
    int behind(int number) {
        return behind[number];
    }

    @Override
    public int bytes() {
        return Integer.BYTES * (2 * heads.length + 3 * next.length)
                + Long.BYTES * (begins.length + ends.length)
                + Arrays.stream(names).mapToInt(Spelt::bytes).sum();
    }
}
