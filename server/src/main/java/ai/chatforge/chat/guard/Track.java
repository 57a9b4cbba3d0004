package ai.chatforge.chat.guard;

/** One way to read what is written: a stream of letters, compared with what must not leave. */
final class Track {
    static final int FINE = Integer.MAX_VALUE;

    /** Letters that are the same by chance often enough. */
    private static final int HELD_FROM = 16;

    private final PrivateText.Passages passages;
    private final boolean named;
    private final Coverage coverage;
    private final Trail trail = new Trail();
    private final Alignment alignment;
    private final Names.Begun begun;

    Track(PrivateText.Passages passages, Names names, Coverage coverage) {
        this.passages = passages;
        this.named = !names.isEmpty();
        this.coverage = coverage;
        this.alignment = new Alignment(passages.index(), trail);
        this.begun = names.new Begun();
    }

    void copy(Track other) {
        trail.copy(other.trail);
        alignment.copy(other.alignment);
        begun.copy(other.begun);
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
        int from = named ? begun.advance(trail, step) : FINE;
        return alignment.advance(step) ? Math.min(from, passage()) : from;
    }

    private int passage() {
        int position = alignment.position();
        int start = alignment.start();
        Runs runs = passages.runs().get(alignment.text());
        if (!runs.isWhole(start, position) && !isPartOfRun(runs, start, position)) {
            return FINE;
        }
        return trail.place(position - Math.max(start, Math.min(position, runs.holdFrom(position))));
    }

    private boolean isPartOfRun(Runs runs, int start, int position) {
        Shapes shapes = runs.shapes();
        int fragment = shapes.fragment(position, start);
        return fragment >= 0
                && coverage.add(
                        alignment.text(), runs.freedom(), shapes.lastWord(fragment), shapes.direction(fragment));
    }

    /** From which place on the text could become one that must not leave. */
    int holdFrom() {
        int place = FINE;
        if (alignment.holds() && alignment.position() - alignment.start() >= HELD_FROM) {
            int position = alignment.position();
            int hold = passages.runs().get(alignment.text()).holdFrom(position);
            if (hold <= position) {
                place = trail.place(position - Math.max(alignment.start(), hold));
            }
        }
        return Math.min(place, begun.holdFrom());
    }
}
