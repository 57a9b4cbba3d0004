package ai.chatforge.chat.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The private passages in all orders in which they could be written down: as they are, backwards letter by letter or
 * word by word, each word backwards, every second or third word. With each letter goes what it would mean to let it out.
 */
final class Shapes {
    /** Words that must not leave together. */
    static final int RUN = 8;
    /** Fewer words than that are no fragment that counts. */
    static final int FRAGMENT = 4;

    private static final int FEWEST_WORDS = 5;
    private static final int FEWEST_LETTERS = 20;
    private static final int FRAGMENT_LETTERS = 12;

    private final Letters letters = new Letters();
    /** Pairs of first and last letter. */
    private final Ints forbidden = new Ints();

    /** First and last letter, last word and direction. */
    private final Ints fragments = new Ints();

    private final Ints forbiddenWords = new Ints();
    private int allWords;
    private boolean accents;

    /**
     * @param turned whether each word is written backwards
     * @param direction in which the passage's words follow; 0 where fragments do not count
     */
    private record Shape(
            List<String> items, boolean turned, IntUnaryOperator original, int direction, boolean[] free) {}

    /** @return of each run, by its first word, whether it may be said */
    boolean[] add(List<Word> passage, Permitted permitted) {
        int n = passage.size();
        int run = Math.min(RUN, n);
        if (isTooShort(passage)) {
            return new boolean[0];
        }
        List<String> plain = passage.stream().map(Word::letters).toList();
        int offset = allWords;
        allWords += n + 1;
        boolean[] free = permitted.stretches(plain, run);
        IntStream.range(0, free.length).filter(i -> !free[i]).forEach(i -> forbiddenWords.add(offset + i));
        boolean[] freeBackwards = backwards(free);
        IntUnaryOperator forwards = i -> offset + i;
        IntUnaryOperator back = i -> offset + n - 1 - i;
        add(new Shape(plain, false, forwards, 1, free), run);
        add(new Shape(plain, true, forwards, 1, free), run);
        add(new Shape(plain.reversed(), false, back, -1, freeBackwards), run);
        add(new Shape(plain.reversed(), true, back, -1, freeBackwards), run);
        for (int stride = 2; stride <= 3; stride++) {
            apart(plain, offset, free, stride, run);
        }
        if (passage.stream().anyMatch(Word::hasAccents)) {
            accents = true;
            List<String> bare = passage.stream().map(Word::bare).toList();
            add(new Shape(bare, false, forwards, 1, free), run);
            add(new Shape(bare.reversed(), true, back, -1, freeBackwards), run);
        }
        return free;
    }

    /**
     * The same with digits as letters: forwards and backwards only.
     *
     * @param plain what {@link #add} gave for the passage
     */
    void addMixed(List<Word> passage, boolean[] plain, Permitted permitted) {
        int run = Math.min(RUN, passage.size());
        if (isTooShort(passage)) {
            return;
        }
        int offset = allWords;
        allWords += passage.size() + 1;
        List<String> mixed = passage.stream().map(Word::mixed).toList();
        if (passage.stream().noneMatch(Word::hasDigits)) {
            // Letter for letter the same text.
            mixed(mixed, offset, plain, run);
            return;
        }
        mixed(mixed, offset, freeOrSeries(passage, mixed, permitted, run), run);
        List<String> mixedL = passage.stream().map(Word::mixedL).toList();
        mixed(mixedL, offset, freeOrSeries(passage, mixedL, permitted, run), run);
    }

    private static boolean isTooShort(List<Word> passage) {
        int length = passage.stream().mapToInt(word -> word.letters().length()).sum();
        return passage.size() < RUN && (passage.size() < FEWEST_WORDS || length < FEWEST_LETTERS);
    }

    private static boolean[] freeOrSeries(List<Word> passage, List<String> items, Permitted permitted, int run) {
        boolean[] free = permitted.stretches(items, run);
        for (int i = 0; i < free.length; i++) {
            free[i] |= isSeries(passage.subList(i, i + run));
        }
        return free;
    }

    private void mixed(List<String> items, int offset, boolean[] free, int run) {
        int n = items.size();
        add(new Shape(items, false, i -> offset + i, 1, free), run);
        add(new Shape(items.reversed(), true, i -> offset + n - 1 - i, -1, backwards(free)), run);
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

    private void apart(List<String> plain, int offset, boolean[] free, int stride, int run) {
        boolean[] known = new boolean[plain.size()];
        for (int i = 0; i < free.length; i++) {
            for (int w = i; free[i] && w < i + run; w++) {
                known[w] = true;
            }
        }
        for (int first = 0; first < stride; first++) {
            int from = first;
            List<String> chosen = new ArrayList<>();
            for (int w = first; w < plain.size(); w += stride) {
                chosen.add(plain.get(w));
            }
            if (chosen.size() < run) {
                continue;
            }
            boolean[] all = new boolean[chosen.size() - run + 1];
            for (int i = 0; i < all.length; i++) {
                all[i] = true;
                for (int w = i; w < i + run; w++) {
                    all[i] &= known[from + w * stride];
                }
            }
            add(new Shape(chosen, false, i -> offset + from + i * stride, 0, all), run);
        }
    }

    private void add(Shape shape, int run) {
        letters.border();
        int n = shape.items().size();
        int[] starts = new int[n];
        int[] spelt = new int[n + 1];
        for (int i = 0; i < n; i++) {
            String item = shape.items().get(i);
            starts[i] = letters.size();
            spelt[i + 1] = spelt[i] + (item.isEmpty() ? 0 : 1);
            int length = item.length();
            for (int c = 0; c < length; c++) {
                letters.add(item.charAt(shape.turned() ? length - 1 - c : c));
            }
            int end = letters.size() - 1;
            int first = i - run + 1;
            if (first >= 0 && !shape.free()[first] && spelt[i + 1] - spelt[first] >= FEWEST_WORDS) {
                forbidden.add(starts[first]);
                forbidden.add(end);
            }
            int begun = i - FRAGMENT + 1;
            if (shape.direction() != 0
                    && begun >= 0
                    && !item.isEmpty()
                    && end - starts[begun] + 1 >= FRAGMENT_LETTERS) {
                fragments.add(starts[begun]);
                fragments.add(end);
                fragments.add(shape.original().applyAsInt(i));
                fragments.add(shape.direction());
            }
        }
    }

    private static boolean[] backwards(boolean[] values) {
        boolean[] turned = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i] = values[values.length - 1 - i];
        }
        return turned;
    }

    boolean isEmpty() {
        return forbidden.size() == 0;
    }

    PrivateText.Passages passages() {
        int size = letters.size() + 1;
        int[] ends = Ints.filled(size, -1);
        int[] holds = Ints.filled(size, Integer.MAX_VALUE);
        for (int i = 0; i < forbidden.size(); i += 2) {
            int start = forbidden.get(i);
            int end = forbidden.get(i + 1);
            ends[end] = Math.max(ends[end], start);
            // Backwards, as far as an earlier stretch has not been there.
            for (int p = end; p >= start && holds[p] == Integer.MAX_VALUE; p--) {
                holds[p] = start;
            }
        }
        int[] parts = Ints.filled(size, -1);
        for (int i = 0; i < fragments.size(); i += 4) {
            parts[fragments.get(i + 1)] = i;
        }
        return new PrivateText.Passages(
                Grams.quick(letters.steps()),
                ends,
                holds,
                parts,
                fragments.toArray(),
                allWords,
                accents,
                forbiddenWords.toArray());
    }
}
