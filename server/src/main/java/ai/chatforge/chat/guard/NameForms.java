package ai.chatforge.chat.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A title, a file name, an address or an id in all forms in which it must not leave. */
record NameForms(List<Spelt> all) implements KnownTexts.Kept {
    /** A shorter name of several words, such as "My FAQ", says nothing. */
    private static final int SHORTEST = 8;

    private static final int SHORTEST_WORD = 5;
    private static final int SHORTEST_CODE = 6;
    private static final int SHORTEST_UNSPACED = 4;
    private static final int LONG_ENOUGH_WITHOUT_DIGITS = 12;
    private static final int NUMBERS = 160;
    private static final Pattern SCHEME = Pattern.compile("(?i)^[a-z][a-z0-9+.-]*://(www\\.)?");
    private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{2,5}$");

    /**
     * A form that may be said where it is permitted.
     *
     * @param word a single word, which is a name only where passages know it with a capital only; else null
     */
    record Form(String letters, @Nullable Pattern word) {
        boolean isName(List<String> passages) {
            return word == null || isProper(word, passages);
        }

        private static boolean isProper(Pattern word, List<String> passages) {
            boolean found = false;
            for (String passage : passages) {
                Matcher matcher = word.matcher(passage);
                while (matcher.find()) {
                    if (Character.isLowerCase(matcher.group().codePointAt(0))) {
                        return false;
                    }
                    found = true;
                }
            }
            return found;
        }
    }

    /**
     * A form, or the same backwards, as steps.
     *
     * @param end hash of the last steps
     * @param beginning hash of as many steps as {@link Grams} takes; 0 where it is too short for that
     */
    record Spelt(Form form, int[] steps, int end, int beginning) {
        int bytes() {
            return NUMBERS + Integer.BYTES * steps.length + form.letters.length();
        }

        static Spelt of(Form form, String letters) {
            int[] steps = new int[letters.length()];
            steps[0] = Letters.BORDER;
            for (int i = 1; i < steps.length; i++) {
                steps[i] = Letters.step(Letters.code(letters.charAt(i - 1)), Letters.code(letters.charAt(i)));
            }
            int n = steps.length;
            int beginning = hasBeginning(n) ? Grams.beginning(letters) : 0;
            return new Spelt(form, steps, end(steps[n - 1], steps[n - 2], steps[n - 3]), beginning);
        }

        private static boolean hasBeginning(int letters) {
            return letters > Grams.LENGTH + 1;
        }

        boolean hasBeginning() {
            return hasBeginning(steps.length);
        }

        /** The one is withheld where the other is. */
        boolean isLike(Spelt other) {
            return form.word == null
                    && other.form.word == null
                    && form.letters.equals(other.form.letters)
                    && Arrays.equals(steps, other.steps);
        }

        static int end(int last, int before, int first) {
            return (last * 31 + before) * 31 + first;
        }
    }

    static NameForms of(String name) {
        String bare = SCHEME.matcher(name).replaceFirst("");
        String stem = ENDING.matcher(bare).replaceFirst("");
        List<Spelt> all = new ArrayList<>(spelt(bare));
        if (!stem.equals(bare)) {
            all.addAll(spelt(stem));
        }
        return new NameForms(List.copyOf(all));
    }

    private static List<Spelt> spelt(String name) {
        List<Word> words = Word.of(name);
        String letters = words.stream().map(Word::letters).collect(Collectors.joining());
        String mixed = words.stream().map(Word::mixed).collect(Collectors.joining());
        boolean digits = words.stream().anyMatch(Word::hasDigits);
        boolean unspaced = !mixed.isEmpty() && Fold.lettersOfWord(mixed.charAt(0)) > 0;
        if (mixed.length() < shortest(unspaced, words.size(), digits)) {
            return List.of();
        }
        Pattern word = unspaced || words.size() > 1 || digits
                ? null
                : Pattern.compile("(?iu)(?<!\\p{L})" + Pattern.quote(name.strip()) + "(?!\\p{L})");
        Set<String> forms = new LinkedHashSet<>();
        forms.add(mixed);
        forms.add(words.stream().map(Word::mixedL).collect(Collectors.joining()));
        forms.add(words.reversed().stream().map(Word::mixed).collect(Collectors.joining()));
        if (letters.length() >= LONG_ENOUGH_WITHOUT_DIGITS && words.size() > 1) {
            forms.add(letters);
        }
        List<Spelt> all = new ArrayList<>();
        for (String text : forms) {
            Form form = new Form(text, word);
            all.add(Spelt.of(form, text));
            all.add(Spelt.of(form, new StringBuilder(text).reverse().toString()));
        }
        return all;
    }

    /** Letters that nobody would write by chance. */
    private static int shortest(boolean unspaced, int words, boolean digits) {
        if (unspaced) {
            return SHORTEST_UNSPACED;
        }
        if (words > 1) {
            return SHORTEST;
        }
        return digits ? SHORTEST_CODE : SHORTEST_WORD;
    }

    @Override
    public int bytes() {
        return all.stream().mapToInt(Spelt::bytes).sum();
    }
}
