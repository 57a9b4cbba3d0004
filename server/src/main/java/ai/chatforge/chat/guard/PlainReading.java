package ai.chatforge.chat.guard;

import org.jspecify.annotations.Nullable;

/** As it stands there, whatever the letters look like; with digits as letters, too. */
final class PlainReading implements Reading {
    private final PrivateText text;
    private final Coverage coverage;
    private final Spelling letters;
    private final Track mixed;
    /** From the first 1 on: before that it would read the same. */
    private @Nullable Track mixedL;

    PlainReading(PrivateText text, Coverage coverage) {
        this.text = text;
        this.coverage = coverage;
        this.letters = new Spelling(text, coverage);
        this.mixed = new Track(text.mixed(), text.names(), coverage);
    }

    void copy(PlainReading other) {
        letters.copy(other.letters);
        mixed.copy(other.mixed);
        mixedL = other.mixedL == null ? null : copied(other.mixedL);
    }

    private Track copied(Track other) {
        Track track = new Track(text.mixed(), text.names(), coverage);
        track.copy(other);
        return track;
    }

    /** Digits count, too. */
    Trail trail() {
        return mixed.trail();
    }

    @Override
    public int take(int c, int place) {
        if (c == ' ') {
            return Track.FINE;
        }
        int from = letters.take(c, place);
        if (Fold.isPlain(c)) {
            char letter = Fold.small(c);
            from = Math.min(from, mixed.take(letter, place));
            return mixedL == null ? from : Math.min(from, mixedL.take(letter, place));
        }
        String loose = Fold.loosely(c, false);
        String looseL = Fold.loosely(c, true);
        if (mixedL == null && !looseL.equals(loose)) {
            mixedL = copied(mixed);
        }
        from = Math.min(from, take(mixed, loose, place));
        return mixedL == null ? from : Math.min(from, take(mixedL, looseL, place));
    }

    private static int take(Track track, String loose, int place) {
        int from = Track.FINE;
        for (int i = 0; i < loose.length(); i++) {
            if (loose.charAt(i) != ' ') {
                from = Math.min(from, track.take(loose.charAt(i), place));
            }
        }
        return from;
    }

    @Override
    public int holdFrom() {
        int from = Math.min(letters.holdFrom(), mixed.holdFrom());
        return mixedL == null ? from : Math.min(from, mixedL.holdFrom());
    }
}
