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

    /** By the number of the character that they begin with; the last one begins anew with each word. */
    private final Bytes[] decoded = new Bytes[PHASES + 1];

    /** Of the latest characters, the same for all phases. */
    private int bits;

    private int characters;
    private int ofWord;

    Base64Reading(PrivateText text, Coverage coverage) {
        for (int i = 0; i <= PHASES; i++) {
            decoded[i] = new Bytes(text, coverage);
        }
    }

    @Override
    public int take(int c, int place) {
        int value = c < VALUES.length ? VALUES[c] : -1;
        if (value < 0) {
            ofWord = 0;
            return Track.FINE;
        }
        bits = bits << 6 | value;
        int from = ofWord % PHASES == 0 ? Track.FINE : take(PHASES, ofWord % PHASES, place);
        ofWord++;
        // The second, third and fourth character of a phase makes a byte whole.
        for (int nth = 1; nth < PHASES && nth <= characters; nth++) {
            from = Math.min(from, take((characters - nth) % PHASES, nth, place));
        }
        characters++;
        return from;
    }

    /** @param nth of four characters that are three bytes, from 0 */
    private int take(int phase, int nth, int place) {
        return decoded[phase].take(bits >> 6 - 2 * nth & 0xFF, place);
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
