package ai.chatforge.chat.guard;

import ai.chatforge.chat.guard.NameForms.Spelt;
import java.util.Arrays;
import java.util.List;

/** Finds names by their last letters and by their first ones. They are numbered from 1; 0 is none. */
final class NameIndex implements KnownTexts.Kept {
    private final Spelt[] names;
    private final int shift;
    private final int[] heads;
    private final int[] next;
    private final int[] beginnings;
    private final int[] nextBeginning;

    NameIndex(List<NameForms> all) {
        this.names = all.stream().flatMap(name -> name.all().stream()).toArray(Spelt[]::new);
        int bits = Math.max(4, 33 - Integer.numberOfLeadingZeros(names.length));
        this.shift = Integer.SIZE - bits;
        this.heads = new int[1 << bits];
        this.next = new int[names.length + 1];
        this.beginnings = new int[1 << bits];
        this.nextBeginning = new int[names.length + 1];
        for (int number = 1; number <= names.length; number++) {
            Spelt name = name(number);
            int end = slot(name.end());
            next[number] = heads[end];
            heads[end] = number;
            if (name.hasBeginning()) {
                int beginning = slot(name.beginning());
                nextBeginning[number] = beginnings[beginning];
                beginnings[beginning] = number;
            }
        }
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

    /** The first one of those that may end with steps of that hash. */
    int ending(int hash) {
        return heads[slot(hash)];
    }

    int nextEnding(int number) {
        return next[number];
    }

    /** The first one of those that may begin with steps of that hash. */
    int beginning(int hash) {
        return beginnings[slot(hash)];
    }

    int nextBeginning(int number) {
        return nextBeginning[number];
    }

    @Override
    public int bytes() {
        return Integer.BYTES * 2 * (heads.length + next.length)
                + Arrays.stream(names).mapToInt(Spelt::bytes).sum();
    }
}
