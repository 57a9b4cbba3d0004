package ai.chatforge.chat.guard;

import org.jspecify.annotations.Nullable;

/** The letters of a text without anything else; and, where it matters, without the accented ones. */
final class Spelling {
    private final Track letters;
    private final @Nullable Track bare;

    Spelling(PrivateText text, Coverage coverage) {
        this.letters = new Track(text.letters(), text.names(), coverage);
        this.bare = text.letters().accents() ? new Track(text.letters(), text.names(), coverage) : null;
    }

    void copy(Spelling other) {
        letters.copy(other.letters);
        if (bare != null && other.bare != null) {
            bare.copy(other.bare);
        }
    }

    int take(int c, int place) {
        if (Fold.isPlain(c)) {
            return take(Fold.small(c), true, place);
        }
        String plain = Fold.of(c);
        int from = Track.FINE;
        for (int i = 0; i < plain.length(); i++) {
            char letter = plain.charAt(i);
            if (letter != ' ' && !Fold.isDigit(letter)) {
                from = Math.min(from, take(letter, Fold.isShifted(c), place));
            }
        }
        return from;
    }

    private int take(char letter, boolean shifted, int place) {
        int from = letters.take(letter, place);
        return bare != null && shifted ? Math.min(from, bare.take(letter, place)) : from;
    }

    int holdFrom() {
        return bare == null ? letters.holdFrom() : Math.min(letters.holdFrom(), bare.holdFrom());
    }
}
