package ai.chatforge.chat.guard;

import ai.chatforge.chat.guard.Shapes.Way;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which runs of a private passage may be said in one answer. Found out when something of the passage was said. */
final class Freedom {
    private final String passage;
    private final Permitted permitted;
    private @Nullable Found found;

    Freedom(String passage, Permitted permitted) {
        this.passage = passage;
        this.permitted = permitted;
    }

    /**
     * By first word.
     *
     * @param words whether a word is part of a run that may be said
     */
    private record Found(int run, boolean[] letters, boolean[] words, boolean[] mixed, boolean[] mixedL) {}

    /** Whether the run may be said that begins with that word. */
    boolean isFree(int word, Way way) {
        Found known = found();
        return switch (way) {
            case LETTERS -> known.letters[word];
            case EVERY_SECOND -> isKnown(known, word, 2);
            case EVERY_THIRD -> isKnown(known, word, 3);
            case MIXED -> known.mixed[word];
            case MIXED_L -> known.mixedL[word];
        };
    }

    private static boolean isKnown(Found known, int word, int stride) {
        for (int i = 0; i < known.run; i++) {
            if (!known.words[word + i * stride]) {
                return false;
            }
        }
        return true;
    }

    private Found found() {
        Found known = found;
        if (known == null) {
            known = find();
            found = known;
        }
        return known;
    }

    private Found find() {
        List<Word> words = Word.of(passage);
        int run = Math.min(Shapes.RUN, words.size());
        boolean[] letters = permitted.stretches(items(words, Word::letters), run);
        boolean[] known = new boolean[words.size()];
        for (int i = 0; i < letters.length; i++) {
            for (int w = i; letters[i] && w < i + run; w++) {
                known[w] = true;
            }
        }
        return words.stream().noneMatch(Word::hasDigits)
                ? new Found(run, letters, known, letters, letters)
                : new Found(
                        run,
                        letters,
                        known,
                        freeOrSeries(words, items(words, Word::mixed), run),
                        freeOrSeries(words, items(words, Word::mixedL), run));
    }

    private static List<String> items(List<Word> words, Function<Word, String> form) {
        return words.stream().map(form).toList();
    }

    private boolean[] freeOrSeries(List<Word> words, List<String> items, int run) {
        boolean[] free = permitted.stretches(items, run);
        for (int i = 0; i < free.length; i++) {
            free[i] |= isSeries(words.subList(i, i + run));
        }
        return free;
    }

    /** Numbers at equal distances are nobody's secret. */
    private static boolean isSeries(List<Word> some) {
        long step = some.get(1).number() - some.get(0).number();
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i).number() < 0
                    || (i > 0 && some.get(i).number() - some.get(i - 1).number() != step)) {
                return false;
            }
        }
        return true;
    }
}
