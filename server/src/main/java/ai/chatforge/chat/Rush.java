package ai.chatforge.chat;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Tells a rush that passes from one that lasts. While it may pass, whoever comes may wait; when it lasts, waiting long helps
 * nobody, as no fewer will come, so only as many wait as are begun within a second.
 */
final class Rush {
    /** No rush: also where each of them waits for somebody else, as for vectors of its words. */
    static final int FEW = 256;

    private static final long SECOND = 1_000_000_000;
    private static final long PASSES = 5 * SECOND;

    private final LongSupplier nanos;
    private final LongAdder left = new LongAdder();
    /** When many were seen last. */
    private long seen;

    private long began;
    private long counted;
    private long leftThen;
    private int perSecond;

    /** @param nanos a clock like {@link System#nanoTime()} */
    Rush(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** One waits no more. */
    void left() {
        left.increment();
    }

    /** @param waiting with the one that asks */
    boolean isFull(int waiting) {
        return waiting > FEW && lasts() && waiting > perSecond();
    }

    private synchronized boolean lasts() {
        long now = nanos.getAsLong();
        if (began == 0 || now - seen > SECOND) {
            began = now;
            count(now);
        } else if (now - counted >= SECOND) {
            perSecond = (int) ((left.sum() - leftThen) * SECOND / (now - counted));
            count(now);
        }
        seen = now;
        return now - began > PASSES;
    }

    private void count(long now) {
        counted = now;
        leftThen = left.sum();
    }

    private synchronized int perSecond() {
        return perSecond;
    }
}
