package ai.chatforge.bench;

import java.util.Arrays;
import java.util.Locale;

/** Times in nanoseconds, all of them kept. */
final class Quantiles {
    private long[] values = new long[1024];
    private int count;

    void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = nanos;
    }

    int count() {
        return count;
    }

    double millis(double quantile) {
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[Math.min(count - 1, (int) (count * quantile))] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %.1f p95 %.1f p99 %.1f ms", millis(0.50), millis(0.95), millis(0.99));
    }
}
