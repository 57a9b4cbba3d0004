package ai.chatforge.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * Lists of bots and chats in turn, ten calls a second, while something else goes on.
 *
 * @param bad answers other than 200
 */
record SteadyCalls(Quantiles lists, Quantiles chats, int bad) {
    private static final Duration PAUSE = Duration.ofMillis(100);

    static SteadyCalls during(Owner owner, String model, Future<?> other) throws IOException, InterruptedException {
        Quantiles lists = new Quantiles();
        Quantiles chats = new Quantiles();
        int bad = 0;
        long next = System.nanoTime();
        for (int i = 0; !other.isDone(); i++) {
            long begin = System.nanoTime();
            int status = i % 2 == 0 ? owner.tryToListBots() : owner.tryToAsk(model);
            (i % 2 == 0 ? lists : chats).add(System.nanoTime() - begin);
            bad += status == 200 ? 0 : 1;
            next += PAUSE.toNanos();
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        return new SteadyCalls(lists, chats, bad);
    }

    @Override
    public String toString() {
        return lists.count() + " lists of bots " + lists + ", " + chats.count() + " chats " + chats + ", " + bad
                + " bad";
    }
}
