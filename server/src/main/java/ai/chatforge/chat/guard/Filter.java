package ai.chatforge.chat.guard;

/** Which hashes are among some: says yes too often, and never no wrongly. Each sets two bits of one word. */
final class Filter {
    private Filter() {}

    /** @param words a power of two; with more of them it says yes less often, and takes longer to be added to another */
    static long[] empty(int words) {
        return new long[words];
    }

    static void add(long[] filter, int hash) {
        int mixed = hash * 0x9E3779B1;
        filter[word(filter, mixed)] |= bits(mixed);
    }

    static boolean mayHold(long[] filter, int hash) {
        int mixed = hash * 0x9E3779B1;
        long bits = bits(mixed);
        return (filter[word(filter, mixed)] & bits) == bits;
    }

    private static int word(long[] filter, int mixed) {
        return mixed >>> Integer.numberOfLeadingZeros(filter.length - 1);
    }

    private static long bits(int mixed) {
        return 1L << (mixed >>> 15) | 1L << (mixed >>> 9);
    }
}
