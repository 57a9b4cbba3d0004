package ai.chatforge.chat.guard;

import java.util.BitSet;

/** The words of private passages that left in fragments, over the whole conversation. */
final class Coverage {
    private final BitSet words;
    private final BitSet forbidden;

    Coverage(PrivateText.Passages passages) {
        this.words = new BitSet(passages.allWords());
        this.forbidden = new BitSet(passages.allWords());
        for (int word : passages.forbiddenWords()) {
            forbidden.set(word);
        }
    }

    /** One more fragment, by its last word; true when it and others are a run that must not leave. */
    boolean add(int last, int direction) {
        int from = direction > 0 ? last - Shapes.FRAGMENT + 1 : last;
        words.set(from, from + Shapes.FRAGMENT);
        int left = words.previousClearBit(from) + 1;
        int right = words.nextClearBit(from);
        // Words that the fragment has no part in may have left before, by a change of what is private.
        int first = Math.max(left, from - Shapes.RUN + 1);
        int start = forbidden.nextSetBit(first);
        return start >= 0 && start < from + Shapes.FRAGMENT && start + Shapes.RUN <= right;
    }
}
