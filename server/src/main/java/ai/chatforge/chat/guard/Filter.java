package ai.chatforge.chat.guard;

/** Which hashes are among some: says yes too often, and never no wrongly. */
final class Filter {
    private static final int BITS = 17;
    static final int BYTES = (1 << BITS) / Byte.SIZE;

    private Filter() {}

    static long[] empty() {
        return new long[BYTES / Long.BYTES];
    }

    static void add(long[] filter, int hash) {
        int bit = bit(hash);
        filter[bit >>> 6] |= 1L << bit;
    }

    static boolean mayHold(long[] filter, int hash) {
        int bit = bit(hash);
        return (filter[bit >>> 6] & 1L << bit) != 0;
    }

    private static int bit(int hash) {
        return (hash * 0x9E3779B1) >>> (Integer.SIZE - BITS);
    }
}
