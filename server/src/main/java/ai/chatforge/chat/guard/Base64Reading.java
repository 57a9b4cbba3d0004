package ai.chatforge.chat.guard;

import java.util.Arrays;

/** Base64, wherever it begins and however its lines are broken; and each word for itself. */
final class Base64Reading implements Reading {
    private static final int PHASES = 4;
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
        VALUES['-'] = 62;
        VALUES['_'] = 63;
    }

    /** The last one begins anew with each word. */
    private final Bytes[] decoded = new Bytes[PHASES + 1];

    private final int[] bits = new int[PHASES + 1];
    private final int[] held = new int[PHASES + 1];
    private int skipped;

    Base64Reading(PrivateText text, Coverage coverage) {
        for (int i = 0; i <= PHASES; i++) {
            decoded[i] = new Bytes(text, coverage);
        }
    }

    @Override
    public int take(int c, int place) {
        int value = c < VALUES.length ? VALUES[c] : -1;
        if (value < 0) {
            held[PHASES] = 0;
            return Track.FINE;
        }
        int from = take(PHASES, value, place);
        for (int phase = 0; phase < PHASES && phase <= skipped; phase++) {
            from = Math.min(from, take(phase, value, place));
        }
        skipped = Math.min(PHASES, skipped + 1);
        return from;
    }

    private int take(int phase, int value, int place) {
        bits[phase] = bits[phase] << 6 | value;
        held[phase] += 6;
        if (held[phase] < 8) {
            return Track.FINE;
        }
        held[phase] -= 8;
        return decoded[phase].take(bits[phase] >> held[phase] & 0xFF, place);
    }

    @Override
    public int holdFrom() {
        int from = Track.FINE;
        for (Bytes bytes : decoded) {
            from = Math.min(from, bytes.holdFrom());
        }
        return from;
    }
}
