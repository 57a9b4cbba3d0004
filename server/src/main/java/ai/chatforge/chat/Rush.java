package ai.chatforge.chat;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Tells a rush that passes from one that lasts. While it may pass, as many may wait as there is room for; when somebody has
 * been refused in each second for some time, waiting long helps nobody, as no fewer will come: then only as many wait as are
 * begun in half a second, together with the answers that wait to be ended, as those stand in the same line.
 */
final class Rush {
    /** May always wait: where each of them waits for somebody else, as for vectors of its words, that is no rush. */
    static final int FEW = 256;

    private static final long SECOND = 1_000_000_000;
    private static final long PASSES = 5 * SECOND;
    /** Those who are refused because few may wait keep it going by that: it has to show anew that it is one. */
    private static final long LONGEST = 60 * SECOND;

    private final LongSupplier nanos;
    private final int most;
    private final LongAdder begun = new LongAdder();
    /** When somebody was refused, the first and the latest time of this rush. */
    private long first;

    private long latest;
    private boolean present;
    /** When it was counted how many had begun, and how many those were. */
    private long counted;

    private long begunThen;
    private int perSecond;

    /**
     * @param most that may wait in a rush that passes
     * @param nanos a clock like {@link System#nanoTime()}
     */
    Rush(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /** The answer to one of them. */
    void begun() {
        begun.increment();
    }

    /**
     * @param waiting with the one that asks
     * @param ending answers
     */
    boolean refuses(int waiting, int ending) {
        return waiting + ending > Math.min(most, FEW) && refusesInRush(waiting, ending);
    }

    private synchronized boolean refusesInRush(int waiting, int ending) {
        long now = nanos.getAsLong();
        present &= now - latest <= SECOND && now - first <= LONGEST;
        boolean lasts = present && now - first > PASSES;
        if (lasts ? waiting + ending <= Math.min(most, Math.max(FEW, perSecond / 2)) : waiting <= most) {
            return false;
        }
        if (!present) {
            present = true;
            first = now;
            perSecond = 0;
            count(now);
        } else if (now - counted >= SECOND) {
            // The best second counts: those who may not wait cannot be begun either.
            perSecond = Math.max(perSecond, (int) ((begun.sum() - begunThen) * SECOND / (now - counted)));
            count(now);
        }
        latest = now;
        return true;
    }

    private void count(long now) {
        counted = now;
        begunThen = begun.sum();
    }
}
