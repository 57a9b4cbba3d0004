package ai.chatforge.chat.guard;

import ai.chatforge.chat.guard.NameForms.Form;
import ai.chatforge.chat.guard.NameForms.Spelt;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Titles, file names, addresses and ids that must not leave, unless they are permitted. */
final class Names {
    private static final int LAST_STEPS = 3;
    private static final byte UNKNOWN = 0;
    private static final byte WITHHELD = 1;
    private static final byte FREE = 2;

    private final NameIndex index;
    private final List<String> passages;
    private final Permitted permitted;
    /** By number, of those that were said. */
    private byte @Nullable [] judged;

    Names(NameIndex index, List<String> passages, Permitted permitted) {
        this.index = index;
        this.passages = passages;
        this.permitted = permitted;
    }

    boolean isEmpty() {
        return index.size() == 0;
    }

    private boolean isWithheld(int number) {
        byte[] known = judged;
        if (known == null) {
            known = new byte[index.size() + 1];
            judged = known;
        }
        if (known[number] == UNKNOWN) {
            Form form = index.name(number).form();
            known[number] = !permitted.holds(form.letters()) && form.isName(passages) ? WITHHELD : FREE;
        }
        return known[number] == WITHHELD;
    }

    /** How many letters the short name has that ends here, the longest of them; 0 if none does. */
    private int shortOne(Trail trail) {
        if (!index.hasShort() || trail.count() <= LAST_STEPS) {
            return 0;
        }
        int longest = 0;
        int end = Spelt.end(trail.back(0), trail.back(1), trail.back(2));
        for (int name = index.ending(end); name != 0; name = index.nextEnding(name)) {
            Spelt spelt = index.name(name);
            int letters = spelt.steps().length;
            if (spelt.end() == end
                    && letters > longest
                    && trail.sameAs(spelt.steps(), letters - 1) >= letters - 1
                    && isWithheld(name)) {
                longest = letters;
            }
        }
        return longest;
    }

    /** Those names that have begun to stand at the end of a stream: some that begin alike count once. */
    final class Begun {
        /** Numbers of names, from one to before another, of which so many letters stand there. */
        private int[] from = new int[2];

        private int[] to = new int[2];
        private int[] letters = new int[2];
        private int count;

        void copy(Begun other) {
            from = other.from.clone();
            to = other.to.clone();
            letters = other.letters.clone();
            count = other.count;
        }

        /** @return how many letters the name has that ends here, the longest of them; 0 if none does */
        int advance(Trail trail, int step) {
            int ended = shortOne(trail);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                int first = index.first(from[i], to[i], letters[i], step);
                int behind = index.first(first, to[i], letters[i], step + 1);
                if (first < behind) {
                    ended = Math.max(ended, ended(first, behind, letters[i] + 1));
                    set(kept++, first, behind, letters[i] + 1);
                }
            }
            count = kept;
            int hash = trail.hash();
            for (int name = index.beginning(hash); name != 0; name = index.nextBeginning(name)) {
                Spelt spelt = index.name(name);
                if (spelt.beginning() == hash && trail.sameAs(spelt.steps(), Grams.LENGTH) >= Grams.LENGTH) {
                    add(name);
                }
            }
            return ended;
        }

        /** Of those that are no longer than what stands there, which come first. */
        private int ended(int first, int behind, int same) {
            for (int name = first; name < behind && index.name(name).steps().length == same; name++) {
                if (isWithheld(name)) {
                    return same;
                }
            }
            return 0;
        }

        private void add(int name) {
            if (count == from.length) {
                from = Arrays.copyOf(from, count * 2);
                to = Arrays.copyOf(to, count * 2);
                letters = Arrays.copyOf(letters, count * 2);
            }
            set(count++, name, index.behind(name), Grams.LENGTH + 1);
        }

        private void set(int at, int first, int behind, int same) {
            from[at] = first;
            to[at] = behind;
            letters[at] = same;
        }

        /** Letters of the longest beginning. */
        int longest() {
            int longest = 0;
            for (int i = 0; i < count; i++) {
                if (letters[i] > longest && anyIsWithheld(from[i], to[i])) {
                    longest = letters[i];
                }
            }
            return longest;
        }
    }

    private boolean anyIsWithheld(int from, int to) {
        for (int name = from; name < to; name++) {
            if (isWithheld(name)) {
                return true;
            }
        }
        return false;
    }
}
