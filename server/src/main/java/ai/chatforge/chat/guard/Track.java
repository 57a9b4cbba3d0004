package ai.chatforge.chat.guard;

/** One way to read what is written: a stream of letters, compared with what must not leave. */
final class Track {
    static final int FINE = Integer.MAX_VALUE;

    /** Letters that are the same by chance often enough. */
    private static final int HELD_FROM = 16;

    private final PrivateText.Passages passages;
    private final Names names;
    private final Coverage coverage;
    private final Trail trail = new Trail();
    private final Alignment alignment;
    private final Names.Begun begun;

    Track(PrivateText.Passages passages, Names names, Coverage coverage) {
        this.passages = passages;
        this.names = names;
        this.coverage = coverage;
        this.alignment = new Alignment(passages.grams(), trail);
        this.begun = names.new Begun();
    }

    void copy(Track other) {
        trail.copy(other.trail);
        alignment.copy(other.alignment);
    }

    Trail trail() {
        return trail;
    }

    /**
     * @param place of the letter in the raw text
     * @return from which place on the text must not leave, or {@link #FINE}
     */
    int take(char letter, int place) {
        int step = trail.add(Letters.code(letter), place);
        int from = FINE;
        if (!names.isEmpty()) {
            int name = names.ending(trail);
            begun.advance(trail, step);
            from = name == 0 ? FINE : trail.place(name - 1);
        }
        return alignment.advance(step) ? Math.min(from, passage()) : from;
    }

    private int passage() {
        int position = alignment.position();
        int start = alignment.start();
        boolean whole = start <= passages.ends()[position];
        if (!whole && !isPartOfRun(start, passages.fragmentEnds()[position])) {
            return FINE;
        }
        return trail.place(position - Math.max(start, Math.min(position, passages.holds()[position])));
    }

    private boolean isPartOfRun(int start, int fragment) {
        int[] all = passages.fragments();
        return fragment >= 0 && start <= all[fragment] && coverage.add(all[fragment + 2], all[fragment + 3]);
    }

    /** From which place on the text could become one that must not leave. */
    int holdFrom() {
        int place = FINE;
        if (alignment.holds() && alignment.position() - alignment.start() >= HELD_FROM) {
            int position = alignment.position();
            int hold = passages.holds()[position];
            if (hold <= position) {
                place = trail.place(position - Math.max(alignment.start(), hold));
            }
        }
        int letters = begun.longest();
        return letters == 0 ? place : Math.min(place, trail.place(letters - 1));
    }
}
