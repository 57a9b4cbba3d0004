package ai.chatforge.chat.guard;

import java.util.Collection;
import java.util.List;

/**
 * What one answer must not repeat: runs of eight words of the passages (shorter passages as a whole), and the names of
 * the sources: titles, file names, addresses, ids.
 */
public final class PrivateText {
    public static final PrivateText NOTHING = of(List.of(), List.of(), List.of());

    private final Passages letters;
    private final Passages mixed;
    private final Names names;
    private final boolean empty;

    /**
     * By positions of letters.
     *
     * @param ends where letters up to here must not leave together: from which one on; else -1
     * @param holds from which letter on it could become so; else the largest number
     * @param fragmentEnds where a fragment ends that counts: which one; else -1
     * @param fragments of each its first and last letter, its last word, and in which direction the words follow
     * @param accents whether there are letters that a shifted alphabet (rot13) leaves as they are
     * @param forbiddenWords words with which a run begins that must not leave
     */
    record Passages(
            Grams grams,
            int[] ends,
            int[] holds,
            int[] fragmentEnds,
            int[] fragments,
            int allWords,
            boolean accents,
            int[] forbiddenWords) {}

    private PrivateText(Passages letters, Passages mixed, Names names, boolean empty) {
        this.letters = letters;
        this.mixed = mixed;
        this.names = names;
        this.empty = empty;
    }

    /** @param permitted texts that may be repeated: citable passages and their names, what the user wrote */
    public static PrivateText of(List<String> passages, Collection<String> names, List<String> permitted) {
        return of(passages, names, permitted, List.of());
    }

    /**
     * @param permitted texts that may be repeated: citable passages and their names, what the user wrote
     * @param attached texts of which runs of words may be repeated, but no names: who sends all the names there could be
     *     knows none of them
     */
    public static PrivateText of(
            List<String> passages, Collection<String> names, List<String> permitted, List<String> attached) {
        Permitted known = new Permitted(permitted, attached);
        Shapes letters = new Shapes();
        Shapes mixed = new Shapes();
        for (String passage : passages) {
            List<Word> words = Word.of(passage);
            boolean[] free = letters.add(words, known);
            mixed.addMixed(words, free, known);
        }
        Names withheld = Names.of(names, passages, known);
        boolean empty = letters.isEmpty() && mixed.isEmpty() && withheld.isEmpty();
        return new PrivateText(letters.passages(), mixed.passages(), withheld, empty);
    }

    /** Without digits, in all orders. */
    Passages letters() {
        return letters;
    }

    /** With digits as letters. */
    Passages mixed() {
        return mixed;
    }

    Names names() {
        return names;
    }

    public boolean isEmpty() {
        return empty;
    }
}
