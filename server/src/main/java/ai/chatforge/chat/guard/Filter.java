package ai.chatforge.chat.guard;

/** Which hashes are among some: says yes too often, and never no wrongly. Each sets two bits of one word. */
final class Filter {
    private static final int WORD_BITS = 10;
    static final int BYTES = Long.BYTES << WORD_BITS;

    private Filter() {}

    static long[] empty() {
        return new long[1 << WORD_BITS];
    }

    static void add(long[] filter, int hash) {
        int mixed = hash * 0x9E3779B1;
        filter[word(mixed)] |= bits(mixed);
    }

    static boolean mayHold(long[] filter, int hash) {
        int mixed = hash * 0x9E3779B1;
        long bits = bits(mixed);
        return (filter[word(mixed)] & bits) == bits;
    }

    private static int word(int mixed) {
        return mixed >>> (Integer.SIZE - WORD_BITS);
    }

    private static long bits(int mixed) {
        return 1L << (mixed >>> 15) | 1L << (mixed >>> 9);
    }
}
