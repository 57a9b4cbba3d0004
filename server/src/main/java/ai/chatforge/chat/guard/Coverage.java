package ai.chatforge.chat.guard;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The words of private passages that left in fragments, over the whole conversation. */
final class Coverage {
    private final @Nullable BitSet[] words;

    Coverage(int passages) {
        this.words = new BitSet[passages];
    }

    /** One more fragment, by its last word; true when it and others are a run that must not leave. */
    boolean add(int passage, Freedom freedom, int last, int direction) {
        BitSet said = words[passage];
        if (said == null) {
            said = new BitSet();
            words[passage] = said;
        }
        int from = direction > 0 ? last - Shapes.FRAGMENT + 1 : last;
        said.set(from, from + Shapes.FRAGMENT);
        int left = said.previousClearBit(from) + 1;
        int right = said.nextClearBit(from);
        // Words that the fragment has no part in may have left before, by a change of what is private.
        int first = Math.max(left, from - Shapes.RUN + 1);
        int behind = Math.min(from + Shapes.FRAGMENT, right - Shapes.RUN + 1);
        for (int start = first; start < behind; start++) {
            if (!freedom.isFree(start, Shapes.Way.LETTERS)) {
                return true;
            }
        }
        return false;
    }
}
