package ai.chatforge.chat.guard;

import ai.chatforge.chat.guard.NameForms.Form;
import ai.chatforge.chat.guard.NameForms.Spelt;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Titles, file names, addresses and ids that must not leave. */
final class Names {
    private static final int LAST_STEPS = 3;

    private final Spelt[] names;
    private final int shift;
    private final int[] heads;
    private final int[] next;
    private final int[] beginnings;
    private final int[] nextBeginning;

    private final List<String> passages;
    private final Permitted permitted;
    /** Of those that were said. */
    private final Map<Form, Boolean> withheld = new ConcurrentHashMap<>();

    Names(List<NameForms> all, List<String> passages, Permitted permitted) {
        this.names = all.stream().flatMap(name -> name.all().stream()).toArray(Spelt[]::new);
        this.passages = passages;
        this.permitted = permitted;
        int bits = Math.max(4, 33 - Integer.numberOfLeadingZeros(names.length));
        this.shift = Integer.SIZE - bits;
        this.heads = new int[1 << bits];
        this.next = new int[names.length + 1];
        this.beginnings = new int[1 << bits];
        this.nextBeginning = new int[names.length + 1];
        for (int number = 1; number <= names.length; number++) {
            Spelt name = names[number - 1];
            int end = slot(name.end());
            next[number] = heads[end];
            heads[end] = number;
            if (name.hasBeginning()) {
                int beginning = slot(name.beginning());
                nextBeginning[number] = beginnings[beginning];
                beginnings[beginning] = number;
            }
        }
    }

    private int slot(int hash) {
        return (hash * 0x9E3779B1) >>> shift;
    }

    boolean isEmpty() {
        return names.length == 0;
    }

    private boolean isWithheld(Form form) {
        return withheld.computeIfAbsent(form, some -> !permitted.holds(some.letters()) && some.isName(passages));
    }

    /** How many letters the name has that ends here, the longest of them; 0 if none does. */
    int ending(Trail trail) {
        if (trail.count() <= LAST_STEPS) {
            return 0;
        }
        int longest = 0;
        int end = Spelt.end(trail.back(0), trail.back(1), trail.back(2));
        for (int name = heads[slot(end)]; name != 0; name = next[name]) {
            Spelt spelt = names[name - 1];
            int letters = spelt.steps().length;
            if (spelt.end() == end
                    && letters > longest
                    && trail.sameAs(spelt.steps(), letters - 1) >= letters - 1
                    && isWithheld(spelt.form())) {
                longest = letters;
            }
        }
        return longest;
    }

    /** Those names that have begun to stand at the end of a stream. */
    final class Begun {
        private int[] which = new int[4];
        private int[] letters = new int[4];
        private int count;

        void copy(Begun other) {
            which = other.which.clone();
            letters = other.letters.clone();
            count = other.count;
        }

        void advance(Trail trail, int step) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                int[] steps = names[which[i]].steps();
                if (letters[i] < steps.length && steps[letters[i]] == step) {
                    which[kept] = which[i];
                    letters[kept++] = letters[i] + 1;
                }
            }
            count = kept;
            for (int name = beginnings[slot(trail.hash())]; name != 0; name = nextBeginning[name]) {
                Spelt spelt = names[name - 1];
                if (spelt.beginning() == trail.hash()
                        && trail.sameAs(spelt.steps(), Grams.LENGTH) >= Grams.LENGTH
                        && isWithheld(spelt.form())) {
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
