package ai.chatforge.chat.guard;

import ai.chatforge.chat.guard.NameForms.Form;
import ai.chatforge.chat.guard.NameForms.Spelt;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Titles, file names, addresses and ids that must not leave, unless they are permitted. */
final class Names {
    private static final int LAST_STEPS = 3;
    /** Whether it may be said is found out when so much of it stands there: most that begin like one are none. */
    private static final int JUDGED_FROM = 20;

    private static final int[] NONE = {};

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

    /** From which place on the short name stands that ends here, the longest of them. */
    private int shortOne(Trail trail) {
        if (!index.hasShort() || trail.count() <= LAST_STEPS) {
            return Track.FINE;
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
        return longest == 0 ? Track.FINE : trail.place(longest - 1);
    }

    /** Those names that have begun to stand at the end of a stream: some that begin alike count once. */
    final class Begun {
        /** Numbers of names, from one to before another, of which so many letters stand from a place in the raw text on. */
        private int[] from = NONE;

        private int[] to = NONE;
        private int[] letters = NONE;
        private int[] places = NONE;
        private int count;

        void copy(Begun other) {
            from = other.from.clone();
            to = other.to.clone();
            letters = other.letters.clone();
            places = other.places.clone();
            count = other.count;
        }

        /** @return from which place on the longest name stands that ends here, or {@link Track#FINE} */
        int advance(Trail trail, int step) {
            int ended = shortOne(trail);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                int first = index.first(from[i], to[i], letters[i], step);
                int behind = index.first(first, to[i], letters[i], step + 1);
                if (first < behind) {
                    set(kept, first, behind, letters[i] + 1, places[i]);
                    ended = Math.min(ended, ended(kept));
                    kept++;
                }
            }
            count = kept;
            int hash = trail.hash();
            for (int name = index.beginning(hash); name != 0; name = index.nextBeginning(name)) {
                Spelt spelt = index.name(name);
                if (spelt.beginning() == hash && trail.sameAs(spelt.steps(), Grams.LENGTH) >= Grams.LENGTH) {
                    add(name, trail.place(Grams.LENGTH));
                }
            }
            return ended;
        }

        /** Those that are no longer than what stands there come first. */
        private int ended(int at) {
            for (int name = from[at]; name < to[at] && index.name(name).steps().length == letters[at]; name++) {
                if (isWithheld(name)) {
                    return places[at];
                }
            }
            return Track.FINE;
        }

        private void add(int name, int place) {
            if (count == from.length) {
                int size = Math.max(2, count * 2);
                from = Arrays.copyOf(from, size);
                to = Arrays.copyOf(to, size);
                letters = Arrays.copyOf(letters, size);
                places = Arrays.copyOf(places, size);
            }
            set(count++, name, index.behind(name), Grams.LENGTH + 1, place);
        }

        private void set(int at, int first, int behind, int same, int place) {
            from[at] = first;
            to[at] = behind;
            letters[at] = same;
            places[at] = place;
        }

        /** From which place on the text could become one of them. */
        int holdFrom() {
            int place = Track.FINE;
            for (int i = 0; i < count; i++) {
                if (places[i] < place && (letters[i] < JUDGED_FROM || anyIsWithheld(from[i], to[i]))) {
                    place = places[i];
                }
            }
            return place;
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
