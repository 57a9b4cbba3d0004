package ai.chatforge.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;

/** A few chats a second, as other users have them, while something else goes on. */
final class SteadyChats {
    private static final long PAUSE = 100;

    private SteadyChats() {}

    static Quantiles during(Owner owner, String model, Future<?> other) throws IOException, InterruptedException {
        Quantiles times = new Quantiles();
        long next = System.nanoTime();
        while (!other.isDone()) {
            long begin = System.nanoTime();
            owner.ask(model);
            times.add(System.nanoTime() - begin);
            next += Duration.ofMillis(PAUSE).toNanos();
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        return times;
    }
}
