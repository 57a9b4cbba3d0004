package ai.chatforge.chat.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A private passage in all orders in which it could be written down: as it is, backwards letter by letter or word by
 * word, each word backwards, every second or third word. With each letter goes what it would mean to let it out. Nothing
 * here depends on what else an answer is made from.
 */
final class Shapes {
    /** Words that must not leave together. */
    static final int RUN = 8;
    /** Fewer words than that are no fragment that counts. */
    static final int FRAGMENT = 4;

    private static final int FEWEST_WORDS = 5;
    private static final int FEWEST_LETTERS = 20;
    private static final int FRAGMENT_LETTERS = 12;
    private static final int NUMBERS = 64;
    /** Many shapes, and nine readings out of ten look for them. */
    private static final int LETTERS_FILTER = 2048;

    private static final int MIXED_FILTER = 1024;

    private final Grams grams;
    private final int[] runs;
    private final int[] ends;
    private final int[] fragments;
    private final int[] fragmentEnds;

    private Shapes(Writer written, int filterWords) {
        this.grams = Grams.quick(written.letters.steps(), filterWords);
        this.runs = written.runs.toArray();
        this.fragments = written.fragments.toArray();
        int size = written.letters.size() + 1;
        this.ends = Ints.filled(size, -1);
        this.fragmentEnds = Ints.filled(size, -1);
        for (int i = 0; i < runs.length; i += 4) {
            ends[runs[i + 1]] = Math.max(ends[runs[i + 1]], runs[i]);
        }
        for (int i = 0; i < fragments.length; i += 4) {
            fragmentEnds[fragments[i + 1]] = i;
        }
    }

    /** In all orders, without digits. */
    static Shapes letters(List<Word> passage) {
        Writer writer = new Writer(passage.size());
        List<String> plain = passage.stream().map(Word::letters).toList();
        writer.forwards(plain, false, Way.LETTERS);
        writer.forwards(plain, true, Way.LETTERS);
        writer.backwards(plain, false, Way.LETTERS);
        writer.backwards(plain, true, Way.LETTERS);
        writer.apart(plain, 2, Way.EVERY_SECOND);
        writer.apart(plain, 3, Way.EVERY_THIRD);
        if (passage.stream().anyMatch(Word::hasAccents)) {
            List<String> bare = passage.stream().map(Word::bare).toList();
            writer.forwards(bare, false, Way.LETTERS);
            writer.backwards(bare, true, Way.LETTERS);
        }
        return new Shapes(writer, LETTERS_FILTER);
    }

    /** With digits as letters: forwards and backwards only. */
    static Shapes mixed(List<Word> passage) {
        Writer writer = new Writer(passage.size());
        List<String> mixed = passage.stream().map(Word::mixed).toList();
        if (passage.stream().noneMatch(Word::hasDigits)) {
            // Letter for letter the same text.
            writer.both(mixed, Way.LETTERS);
        } else {
            writer.both(mixed, Way.MIXED);
            writer.both(passage.stream().map(Word::mixedL).toList(), Way.MIXED_L);
        }
        return new Shapes(writer, MIXED_FILTER);
    }

    static boolean isTooShort(List<Word> passage) {
        int length = passage.stream().mapToInt(word -> word.letters().length()).sum();
        return passage.size() < RUN && (passage.size() < FEWEST_WORDS || length < FEWEST_LETTERS);
    }

    /** How the words of a run are read, on which it depends whether it may be said. */
    enum Way {
        LETTERS,
        EVERY_SECOND,
        EVERY_THIRD,
        MIXED,
        MIXED_L;

        private static final List<Way> ALL = List.of(values());
    }

    interface RunVisitor {
        /**
         * @param start position of its first letter
         * @param end position of its last letter
         * @param word the first one of the passage that it has
         */
        void visit(int start, int end, int word, Way way);
    }

    void forEachRun(RunVisitor each) {
        for (int i = 0; i < runs.length; i += 4) {
            each.visit(runs[i], runs[i + 1], runs[i + 2], Way.ALL.get(runs[i + 3]));
        }
    }

    Grams grams() {
        return grams;
    }

    /** Whether a run ends with the letter that begins at that one or later. */
    boolean endsRun(int position, int start) {
        return start <= ends[position];
    }

    /** A fragment that ends with the letter and begins at that one or later; else -1. */
    int fragment(int position, int start) {
        int fragment = fragmentEnds[position];
        return fragment >= 0 && start <= fragments[fragment] ? fragment : -1;
    }

    /** The last word of a fragment. */
    int lastWord(int fragment) {
        return fragments[fragment + 2];
    }

    /** In which direction the passage's words follow in a fragment. */
    int direction(int fragment) {
        return fragments[fragment + 3];
    }

    int bytes() {
        return grams.bytes()
                + NUMBERS
                + Integer.BYTES * (runs.length + ends.length + fragments.length + fragmentEnds.length);
    }

    private static final class Writer {
        private final int words;
        private final int run;
        private final Letters letters = new Letters();
        /** First and last letter, first word of the passage, how it is read. */
        private final Ints runs = new Ints();

        /** First and last letter, last word and direction. */
        private final Ints fragments = new Ints();

        Writer(int words) {
            this.words = words;
            this.run = Math.min(RUN, words);
        }

        /**
         * @param turned whether each word is written backwards
         * @param original number of a word in the passage
         * @param direction in which the passage's words follow; 0 where fragments do not count
         */
        private record Shape(List<String> items, boolean turned, IntUnaryOperator original, int direction, Way way) {}

        void forwards(List<String> items, boolean turned, Way way) {
            add(new Shape(items, turned, i -> i, 1, way));
        }

        void backwards(List<String> items, boolean turned, Way way) {
            add(new Shape(items.reversed(), turned, i -> words - 1 - i, -1, way));
        }

        void both(List<String> items, Way way) {
            forwards(items, false, way);
            backwards(items, true, way);
        }

        void apart(List<String> items, int stride, Way way) {
            for (int first = 0; first < stride; first++) {
                int from = first;
                List<String> chosen = new ArrayList<>();
                for (int w = first; w < items.size(); w += stride) {
                    chosen.add(items.get(w));
                }
                if (chosen.size() >= run) {
                    add(new Shape(chosen, false, i -> from + i * stride, 0, way));
                }
            }
        }

        private void add(Shape shape) {
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
                if (first >= 0 && spelt[i + 1] - spelt[first] >= FEWEST_WORDS) {
                    runs.add(starts[first]);
                    runs.add(end);
                    runs.add(shape.original().applyAsInt(shape.direction() < 0 ? i : first));
                    runs.add(shape.way().ordinal());
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
    }
}
