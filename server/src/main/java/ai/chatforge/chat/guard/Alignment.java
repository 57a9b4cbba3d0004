package ai.chatforge.chat.guard;

/** The longest stretch of a stream, up to its latest letter, that stands in one of the texts. */
final class Alignment {
    private final Grams grams;
    private final Trail trail;
    /** Of the latest letter, in the texts. */
    private int position;
    /** Steps that are the same; the letters are one more. */
    private int length;

    Alignment(Grams grams, Trail trail) {
        this.grams = grams;
        this.trail = trail;
    }

    /** After each letter that the trail took. */
    boolean advance(int step) {
        if (length > 0 && grams.step(position + 1) == step) {
            position++;
            length++;
            return true;
        }
        length = 0;
        if (trail.count() <= Grams.LENGTH) {
            return false;
        }
        int found = grams.find(trail.hash(), trail);
        if (found == 0) {
            return false;
        }
        position = found;
        length = trail.sameAs(grams.steps(), found);
        return true;
    }

    void copy(Alignment other) {
        position = other.position;
        length = other.length;
    }

    boolean holds() {
        return length > 0;
    }

    int position() {
        return position;
    }

    /** Position of the first letter of the stretch. */
    int start() {
        return position - length;
    }
}
