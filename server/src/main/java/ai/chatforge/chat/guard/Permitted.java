package ai.chatforge.chat.guard;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may be said even where it stands in a private passage too: citable passages, and what the user wrote. Hardly an
 * answer has to know, so nothing is looked at before.
 */
final class Permitted {
    /** So many names are looked for sooner than the index is made. */
    private static final int WITHOUT_INDEX = 4;

    private final List<String> texts;
    private final List<String> passages;
    private final KnownTexts known;
    private @Nullable Index index;
    private int looks;

    /** @param passages texts that permit what stands in them word by word, but no name */
    Permitted(List<String> texts, List<String> passages, KnownTexts known) {
        this.texts = List.copyOf(texts);
        this.passages = List.copyOf(passages);
        this.known = known;
    }

    private synchronized Index index() {
        Index made = index;
        if (made == null) {
            made = new Index(Stream.concat(
                            texts.stream().map(known::permitted),
                            passages.stream().map(PermittedText::of))
                    .map(PermittedText::grams)
                    .toList());
            index = made;
        }
        return made;
    }

    boolean holds(String name) {
        // Bots have thousands of names, and hardly one of them stands here; most answers ask for one or two.
        if (looks++ >= WITHOUT_INDEX && name.length() > Grams.LENGTH && !index().mayHold(Grams.beginning(name))) {
            return false;
        }
        for (String text : texts) {
            if (known.permitted(text).holds(name)) {
                return true;
            }
        }
        return false;
    }

    /** Of each stretch of that many words, by the first of them, whether all of it may be said. */
    boolean[] stretches(List<String> words, int length) {
        boolean[] free = new boolean[Math.max(0, words.size() - length + 1)];
        if (texts.isEmpty() && passages.isEmpty()) {
            return free;
        }
        Trail trail = new Trail();
        Alignment alignment = new Alignment(index(), trail);
        int[] starts = new int[words.size()];
        int letters = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            starts[i] = letters;
            for (int c = 0; c < word.length(); c++) {
                alignment.advance(trail.add(Letters.code(word.charAt(c)), 0));
                letters++;
            }
            int first = i - length + 1;
            if (first >= 0 && alignment.holds()) {
                int same = alignment.position() - alignment.start() + 1;
                free[first] = letters - same <= starts[first];
            }
        }
        return free;
    }
}
