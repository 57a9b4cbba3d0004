package ai.chatforge.chat.guard;

import java.util.ArrayList;
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

    /**
     * Passages in all their shapes, with or without digits as letters.
     *
     * @param runs of each text of the index
     * @param accents whether there are letters that a shifted alphabet (rot13) leaves as they are
     */
    record Passages(Index index, List<Runs> runs, boolean accents) {
        static Passages of(List<Runs> runs, boolean accents) {
            return new Passages(
                    new Index(runs.stream().map(text -> text.shapes().grams()).toList()), runs, accents);
        }
    }

    private PrivateText(Passages letters, Passages mixed, Names names) {
        this.letters = letters;
        this.mixed = mixed;
        this.names = names;
    }

    /** @param permitted texts that may be repeated: citable passages and their names, what the user wrote */
    public static PrivateText of(List<String> passages, List<String> names, List<String> permitted) {
        return of(passages, names, permitted, List.of());
    }

    /**
     * @param permitted texts that may be repeated: citable passages and their names, what the user wrote
     * @param attached texts of which runs of words may be repeated, but no names: who sends all the names there could be
     *     knows none of them
     */
    public static PrivateText of(
            List<String> passages, List<String> names, List<String> permitted, List<String> attached) {
        return of(passages, names, new Permitted(permitted, attached, KnownTexts.SHARED), KnownTexts.SHARED);
    }

    static PrivateText of(List<String> passages, List<String> names, Permitted permitted, KnownTexts known) {
        List<Runs> letters = new ArrayList<>();
        List<Runs> mixed = new ArrayList<>();
        boolean accents = false;
        for (String text : passages) {
            PrivatePassage passage = known.passage(text);
            if (passage.letters() != null && passage.mixed() != null) {
                Freedom freedom = new Freedom(text, permitted);
                letters.add(new Runs(passage.letters(), freedom));
                mixed.add(new Runs(passage.mixed(), freedom));
                accents |= passage.accents();
            }
        }
        return new PrivateText(
                Passages.of(letters, accents),
                Passages.of(mixed, accents),
                new Names(known.names(names), List.copyOf(passages), permitted));
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
        return letters.runs.isEmpty() && names.isEmpty();
    }
}
