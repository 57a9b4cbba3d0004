package ai.chatforge.chat.guard;

/** Every second, third and fourth word only: between them anything may stand. */
final class ApartReading implements Reading {
    private static final int WIDEST = 4;

    private final Track[][] tracks = new Track[WIDEST + 1][];
    private final int[] starts = new int[3];
    private int word = -1;
    private boolean inside;

    ApartReading(PrivateText text, Coverage coverage) {
        for (int stride = 2; stride <= WIDEST; stride++) {
            tracks[stride] = new Track[stride];
            for (int i = 0; i < stride; i++) {
                tracks[stride][i] = new Track(text.letters(), text.names(), coverage);
            }
        }
    }

    @Override
    public int take(int c, int place) {
        if (Fold.isPlain(c)) {
            return letter(Fold.small(c), place);
        }
        if (c == ' ') {
            inside = false;
            return Track.FINE;
        }
        String plain = Fold.of(c);
        int from = Track.FINE;
        for (int i = 0; i < plain.length(); i++) {
            char letter = plain.charAt(i);
            if (letter == ' ') {
                inside = false;
            } else {
                from = Math.min(from, letter(letter, place));
            }
        }
        return from;
    }

    private int letter(char letter, int place) {
        if (!inside) {
            inside = true;
            word++;
            starts[word % starts.length] = place;
        }
        int from = Track.FINE;
        if (!Fold.isDigit(letter)) {
            for (int stride = 2; stride <= WIDEST; stride++) {
                from = Math.min(from, tracks[stride][word % stride].take(letter, place));
            }
        }
        return from;
    }

    /** Where the last but two of the words begins. */
    int thirdLastWord() {
        return word < starts.length - 1 ? 0 : starts[(word + 1) % starts.length];
    }

    @Override
    public int holdFrom() {
        int from = Track.FINE;
        for (int stride = 2; stride <= WIDEST; stride++) {
            for (Track track : tracks[stride]) {
                from = Math.min(from, track.holdFrom());
            }
        }
        return from;
    }
}
