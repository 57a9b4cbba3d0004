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
    private final boolean empty;
    private final List<String> runTogether = new ArrayList<>();
    private @Nullable BitSet pieces;

    /** @param passages texts that permit what stands in them word by word, but no name */
    Permitted(List<String> texts, List<String> passages) {
        Letters letters = new Letters();
        for (String text : texts) {
            for (String form : forms(text)) {
                add(letters, form);
                runTogether.add(form);
            }
        }
        for (String text : passages) {
            forms(text).forEach(form -> add(letters, form));
        }
        this.empty = texts.isEmpty() && passages.isEmpty();
        this.grams = Grams.exact(letters.steps());
    }

    /** The words run together, in all the ways in which they are compared. */
    private static List<String> forms(String text) {
        List<Word> words = Word.of(text);
        String letters = runTogether(words, Word::letters);
        return words.stream().anyMatch(Word::hasDigits)
                ? List.of(letters, runTogether(words, Word::mixed), runTogether(words, Word::mixedL))
                : List.of(letters);
    }

    private static String runTogether(List<Word> words, Function<Word, String> form) {
        StringBuilder all = new StringBuilder();
        words.forEach(word -> all.append(form.apply(word)));
        return all.toString();
    }

    private static void add(Letters letters, String form) {
        letters.border();
        for (int i = 0; i < form.length(); i++) {
            letters.add(form.charAt(i));
        }
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
        if (empty) {
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
