package ai.chatforge.chat.guard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What may be said even where it stands in a private passage too: citable passages, and what the user wrote. */
final class Permitted {
    /** Letters of which each name is looked at, and how many such pieces are told apart. */
    private static final int PIECE = 4;

    private static final int SLOTS = 1 << 17;

    private final Grams grams;
    private final List<String> runTogether = new ArrayList<>();
    private @Nullable BitSet pieces;

    Permitted(List<String> texts) {
        Letters letters = new Letters();
        for (String text : texts) {
            List<Word> words = Word.of(text);
            add(letters, words, Word::letters);
            if (words.stream().anyMatch(Word::hasDigits)) {
                add(letters, words, Word::mixed);
                add(letters, words, Word::mixedL);
            }
        }
        this.grams = Grams.exact(letters.steps());
    }

    private void add(Letters letters, List<Word> words, Function<Word, String> form) {
        StringBuilder all = new StringBuilder();
        words.forEach(word -> all.append(form.apply(word)));
        letters.border();
        for (int i = 0; i < all.length(); i++) {
            letters.add(all.charAt(i));
        }
        runTogether.add(all.toString());
    }

    boolean holds(String name) {
        // Bots have thousands of names, and hardly one of them stands here.
        for (int i = 0; i + PIECE <= name.length(); i++) {
            if (!pieces().get(slot(name, i))) {
                return false;
            }
        }
        return runTogether.stream().anyMatch(text -> text.contains(name));
    }

    private BitSet pieces() {
        BitSet known = pieces;
        if (known == null) {
            known = new BitSet(SLOTS);
            for (String text : runTogether) {
                for (int i = 0; i + PIECE <= text.length(); i++) {
                    known.set(slot(text, i));
                }
            }
            pieces = known;
        }
        return known;
    }

    private static int slot(String text, int at) {
        int hash = 0;
        for (int i = at; i < at + PIECE; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return ((hash * 0x9E3779B1) >>> 1) % SLOTS;
    }

    /** Of each stretch of that many words, by the first of them, whether all of it may be said. */
    boolean[] stretches(List<String> words, int length) {
        boolean[] free = new boolean[Math.max(0, words.size() - length + 1)];
        if (runTogether.isEmpty()) {
            return free;
        }
        Trail trail = new Trail();
        Alignment alignment = new Alignment(grams, trail);
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
