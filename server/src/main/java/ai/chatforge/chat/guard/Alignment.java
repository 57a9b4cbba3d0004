package ai.chatforge.chat.guard;

/** The longest stretch of a stream, up to its latest letter, that stands in one of the texts. */
final class Alignment {
    private static final int[] NOTHING = {};

    private final Index index;
    private final Trail trail;
    private int text;
    /** Of that text. */
    private int[] steps = NOTHING;
    /** Of the latest letter, in the text. */
    private int position;
    /** Steps that are the same; the letters are one more. */
    private int length;

    Alignment(Index index, Trail trail) {
        this.index = index;
        this.trail = trail;
    }

    /** After each letter that the trail took. */
    boolean advance(int step) {
        if (length > 0 && steps[position + 1] == step) {
            position++;
            length++;
            return true;
        }
        length = 0;
        if (trail.count() <= Grams.LENGTH) {
            return false;
        }
        int hash = trail.hash();
        for (int group = index.groups() - 1; group >= 0; group--) {
            if (index.mayHold(group, hash)) {
                find(group, hash);
            }
        }
        return length > 0;
    }

    private void find(int group, int hash) {
        for (int i = index.end(group) - 1; i >= index.begin(group); i--) {
            Grams grams = index.text(i);
            int found = grams.find(hash, trail, Math.max(length, Grams.LENGTH - 1));
            if (found != 0) {
                text = i;
                steps = grams.steps();
                position = found;
                length = trail.sameAs(steps, found);
            }
        }
    }

    void copy(Alignment other) {
        text = other.text;
        steps = other.steps;
        position = other.position;
        length = other.length;
    }

    boolean holds() {
        return length > 0;
    }

    /** Number of the text. */
    int text() {
        return text;
    }

    int position() {
        return position;
    }

    /** Position of the first letter of the stretch. */
    int start() {
        return position - length;
    }
}
