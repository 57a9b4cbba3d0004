package ai.chatforge.chat.guard;

import org.jspecify.annotations.Nullable;

/** A private passage in view of one answer: which of its runs must not leave. */
final class Runs {
    private final Shapes shapes;
    private final Freedom freedom;
    private @Nullable Forbidden forbidden;

    Runs(Shapes shapes, Freedom freedom) {
        this.shapes = shapes;
        this.freedom = freedom;
    }

    /**
     * By positions of letters.
     *
     * @param ends where letters up to here must not leave together: from which one on; else -1
     * @param holds from which letter on it could become so; else the largest number
     */
    private record Forbidden(int[] ends, int[] holds) {}

    Shapes shapes() {
        return shapes;
    }

    Freedom freedom() {
        return freedom;
    }

    /** Whether the letters from the start up to the position have all of a run that must not leave. */
    boolean isWhole(int start, int position) {
        return shapes.endsRun(position, start) && start <= forbidden().ends[position];
    }

    /** From which letter on a run that must not leave could come to stand, or stands; else the largest number. */
    int holdFrom(int position) {
        return forbidden().holds[position];
    }

    private Forbidden forbidden() {
        Forbidden known = forbidden;
        if (known == null) {
            known = find();
            forbidden = known;
        }
        return known;
    }

    private Forbidden find() {
        int size = shapes.grams().steps().length;
        int[] ends = Ints.filled(size, -1);
        int[] holds = Ints.filled(size, Integer.MAX_VALUE);
        shapes.forEachRun((start, end, word, way) -> {
            if (freedom.isFree(word, way)) {
                return;
            }
            ends[end] = Math.max(ends[end], start);
            // Backwards, as far as an earlier stretch has not been there.
            for (int p = end; p >= start && holds[p] == Integer.MAX_VALUE; p--) {
                holds[p] = start;
            }
        });
        return new Forbidden(ends, holds);
    }
}
