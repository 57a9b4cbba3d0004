package ai.chatforge.chat.guard;

import java.util.List;

/** Several texts as one. Hardly a letter of a stream stands in any of them, so most cost one look at a filter. */
final class Index {
    /** Texts with a filter together: with more of them it would hold back little. */
    private static final int GROUP = 8;

    private final Grams[] texts;
    private final long[][] filters;

    Index(List<Grams> texts) {
        this.texts = texts.toArray(new Grams[0]);
        this.filters = new long[(texts.size() + GROUP - 1) / GROUP][];
        for (int group = 0; group < filters.length; group++) {
            filters[group] = this.texts[begin(group)].emptyFilter();
            for (int i = begin(group); i < end(group); i++) {
                this.texts[i].addTo(filters[group]);
            }
        }
    }

    int groups() {
        return filters.length;
    }

    int begin(int group) {
        return group * GROUP;
    }

    int end(int group) {
        return Math.min(texts.length, (group + 1) * GROUP);
    }

    /** Whether as many steps as {@link Grams} takes may stand in one of the texts. */
    boolean mayHold(int hash) {
        for (int group = 0; group < filters.length; group++) {
            if (mayHold(group, hash)) {
                return true;
            }
        }
        return false;
    }

    boolean mayHold(int group, int hash) {
        return Filter.mayHold(filters[group], hash);
    }

    Grams text(int number) {
        return texts[number];
    }
}
