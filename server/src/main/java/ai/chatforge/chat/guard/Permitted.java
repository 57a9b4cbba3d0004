package ai.chatforge.chat.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What may be said even where it stands in a private passage too: citable passages, and what the user wrote. */
final class Permitted {
    private final Grams grams;
    private final List<String> runTogether = new ArrayList<>();

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
        return runTogether.stream().anyMatch(text -> text.contains(name));
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
