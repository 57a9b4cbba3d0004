package ai.chatforge.chat.guard;

/** As it stands there, whatever the letters look like; with digits as letters, too. */
final class PlainReading implements Reading {
    private final Spelling letters;
    private final Track mixed;
    private final Track mixedL;

    PlainReading(PrivateText text, Coverage coverage) {
        this.letters = new Spelling(text, coverage);
        this.mixed = new Track(text.mixed(), text.names(), coverage);
        this.mixedL = new Track(text.mixed(), text.names(), coverage);
    }

    void copy(PlainReading other) {
        letters.copy(other.letters);
        mixed.copy(other.mixed);
        mixedL.copy(other.mixedL);
    }

    /** Digits count, too. */
    Trail trail() {
        return mixed.trail();
    }

    @Override
    public int take(int c, int place) {
        int from = letters.take(c, place);
        from = Math.min(from, take(mixed, Fold.loosely(c, false), place));
        return Math.min(from, take(mixedL, Fold.loosely(c, true), place));
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
        return Math.min(letters.holdFrom(), Math.min(mixed.holdFrom(), mixedL.holdFrom()));
    }
}
