package ai.chatforge.chat.guard;

/** Characters by their numbers: hexadecimal in any dress (73 65, 0x73, \x73, 7365), decimal, and bits. */
final class CodeReading implements Reading {
    private static final int LONGEST = 7;

    private final Bytes[] hex = new Bytes[2];
    private final int[] high = {-1, -1};
    private int waiting = -1;
    private int waitingPlace;
    private boolean odd;

    private final Bytes decimal;
    private int number;
    private int digits;

    private final Bytes binary;
    private int bits;
    private int count;

    CodeReading(PrivateText text, Coverage coverage) {
        hex[0] = new Bytes(text, coverage);
        hex[1] = new Bytes(text, coverage);
        decimal = new Bytes(text, coverage);
        binary = new Bytes(text, coverage);
    }

    @Override
    public int take(int c, int place) {
        int value = c < 128 ? Character.digit(c, 16) : -1;
        boolean prefix = waiting == 0 && (c == 'x' || c == 'X');
        int from = prefix ? Track.FINE : nibble();
        waiting = value;
        waitingPlace = place;
        if (value >= 0 && value < 10) {
            digits++;
            number = digits > LONGEST ? 0 : number * 10 + value;
            return value < 2 ? Math.min(from, bit(value, place)) : from;
        }
        if (digits > 0) {
            from = number > ' ' ? Math.min(from, decimal.letter(number, place)) : from;
            number = 0;
            digits = 0;
            count = 0;
        }
        return from;
    }

    /** One character late, as the 0 of 0x is none. */
    private int nibble() {
        if (waiting < 0) {
            return Track.FINE;
        }
        int phase = odd ? 1 : 0;
        odd = !odd;
        int from = high[1 - phase] < 0 ? Track.FINE : hex[1 - phase].take(high[1 - phase] << 4 | waiting, waitingPlace);
        high[1 - phase] = -1;
        high[phase] = waiting;
        return from;
    }

    private int bit(int value, int place) {
        bits = (bits << 1 | value) & 0xFF;
        if (++count < 8) {
            return Track.FINE;
        }
        count = 0;
        return binary.take(bits, place);
    }

    @Override
    public int holdFrom() {
        return Math.min(
                Math.min(hex[0].holdFrom(), hex[1].holdFrom()), Math.min(decimal.holdFrom(), binary.holdFrom()));
    }
}
