package ai.chatforge.chat.guard;

/** Letters out of bytes of UTF-8; of UTF-16 too, where they are Latin. */
final class Bytes {
    private final Spelling letters;
    private int missing;
    private int character;

    Bytes(PrivateText text, Coverage coverage) {
        this.letters = new Spelling(text, coverage);
    }

    int holdFrom() {
        return letters.holdFrom();
    }

    int take(int value, int place) {
        if (value < 0x80) {
            missing = 0;
            return value < '0' ? Track.FINE : letter(value, place);
        }
        if (value < 0xC0) {
            if (missing == 0) {
                return Track.FINE;
            }
            character = (character << 6) | (value & 0x3F);
            return --missing == 0 ? letter(character, place) : Track.FINE;
        }
        missing = value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
        character = value & (0x3F >> missing);
        return Track.FINE;
    }

    int letter(int c, int place) {
        return Character.isValidCodePoint(c) ? letters.take(c, place) : Track.FINE;
    }
}
