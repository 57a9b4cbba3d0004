package ai.chatforge.chat.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Titles, file names, addresses and ids that must not leave. */
final class Names {
    /** A shorter name of several words, such as "My FAQ", says nothing. */
    private static final int SHORTEST = 8;

    private static final int SHORTEST_WORD = 5;
    private static final int SHORTEST_CODE = 6;
    private static final int SHORTEST_UNSPACED = 4;
    private static final int LONG_ENOUGH_WITHOUT_DIGITS = 12;
    private static final int LAST_STEPS = 3;
    private static final Pattern SCHEME = Pattern.compile("(?i)^[a-z][a-z0-9+.-]*://(www\\.)?");
    private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{2,5}$");

    private final List<int[]> names = new ArrayList<>();
    private final int[] heads = new int[4096];
    private final int[] next;
    private final int[] prefixes = new int[4096];
    private final int[] nextPrefix;

    private Names(Collection<String> forms) {
        next = new int[forms.size() + 1];
        nextPrefix = new int[forms.size() + 1];
        for (String form : forms) {
            add(form);
        }
    }

    static Names of(Collection<String> raw, List<String> passages, Permitted permitted) {
        Set<String> forms = new LinkedHashSet<>();
        for (String name : raw) {
            String bare = SCHEME.matcher(name).replaceFirst("");
            forms(bare, passages, forms);
            forms(ENDING.matcher(bare).replaceFirst(""), passages, forms);
        }
        forms.removeIf(permitted::holds);
        Set<String> all = new LinkedHashSet<>(forms);
        forms.forEach(form -> all.add(new StringBuilder(form).reverse().toString()));
        return new Names(all);
    }

    private static void forms(String name, List<String> passages, Set<String> into) {
        List<Word> words = Word.of(name);
        String letters = words.stream().map(Word::letters).collect(Collectors.joining());
        String mixed = words.stream().map(Word::mixed).collect(Collectors.joining());
        boolean digits = words.stream().anyMatch(Word::hasDigits);
        if (!isTelling(name, words.size(), mixed, digits, passages)) {
            return;
        }
        into.add(mixed);
        into.add(words.stream().map(Word::mixedL).collect(Collectors.joining()));
        into.add(words.reversed().stream().map(Word::mixed).collect(Collectors.joining()));
        if (letters.length() >= LONG_ENOUGH_WITHOUT_DIGITS && words.size() > 1) {
            into.add(letters);
        }
    }

    /** Whether nobody would write it by chance. */
    private static boolean isTelling(String name, int words, String mixed, boolean digits, List<String> passages) {
        if (!mixed.isEmpty() && Fold.lettersOfWord(mixed.charAt(0)) > 0) {
            return mixed.length() >= SHORTEST_UNSPACED;
        }
        if (words > 1) {
            return mixed.length() >= SHORTEST;
        }
        return digits ? mixed.length() >= SHORTEST_CODE : mixed.length() >= SHORTEST_WORD && isProper(name, passages);
    }

    /** A single word is a name where the passages know it with a capital only. */
    private static boolean isProper(String name, List<String> passages) {
        Pattern word = Pattern.compile("(?iu)(?<!\\p{L})" + Pattern.quote(name.strip()) + "(?!\\p{L})");
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

    private void add(String form) {
        int[] steps = new int[form.length()];
        steps[0] = Letters.BORDER;
        for (int i = 1; i < steps.length; i++) {
            steps[i] = Letters.step(Letters.code(form.charAt(i - 1)), Letters.code(form.charAt(i)));
        }
        names.add(steps);
        int number = names.size();
        int n = steps.length;
        int slot = slot(steps[n - 1], steps[n - 2], steps[n - 3]);
        next[number] = heads[slot];
        heads[slot] = number;
        if (n > Grams.LENGTH + 1) {
            int hash = 0;
            for (int i = 1; i <= Grams.LENGTH; i++) {
                hash = hash * Grams.BASE + steps[i];
            }
            int prefix = slot(hash);
            nextPrefix[number] = prefixes[prefix];
            prefixes[prefix] = number;
        }
    }

    private static int slot(int last, int before, int first) {
        return slot((last * 31 + before) * 31 + first);
    }

    private static int slot(int hash) {
        return (hash * 0x9E3779B1) >>> 20;
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** How many letters the name has that ends here, the longest of them; 0 if none does. */
    int ending(Trail trail) {
        if (trail.count() <= LAST_STEPS) {
            return 0;
        }
        int longest = 0;
        for (int name = heads[slot(trail.back(0), trail.back(1), trail.back(2))]; name != 0; name = next[name]) {
            int[] steps = names.get(name - 1);
            if (steps.length > longest && trail.sameAs(steps, steps.length - 1) >= steps.length - 1) {
                longest = steps.length;
            }
        }
        return longest;
    }

    /** Those names that have begun to stand at the end of a stream. */
    final class Begun {
        private int[] which = new int[4];
        private int[] letters = new int[4];
        private int count;

        void advance(Trail trail, int step) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                int[] steps = names.get(which[i]);
                if (letters[i] < steps.length && steps[letters[i]] == step) {
                    which[kept] = which[i];
                    letters[kept++] = letters[i] + 1;
                }
            }
            count = kept;
            for (int name = prefixes[slot(trail.hash())]; name != 0; name = nextPrefix[name]) {
                if (trail.sameAs(names.get(name - 1), Grams.LENGTH) >= Grams.LENGTH) {
                    add(name - 1);
                }
            }
        }

        private void add(int name) {
            if (count == which.length) {
                which = Arrays.copyOf(which, count * 2);
                letters = Arrays.copyOf(letters, count * 2);
            }
            which[count] = name;
            letters[count++] = Grams.LENGTH + 1;
        }

        /** Letters of the longest beginning. */
        int longest() {
            int longest = 0;
            for (int i = 0; i < count; i++) {
                longest = Math.max(longest, letters[i]);
            }
            return longest;
        }
    }
}
