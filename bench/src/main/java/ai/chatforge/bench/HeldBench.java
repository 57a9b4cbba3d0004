package ai.chatforge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** P3: what streams cost that are held at once, a chunk a second each. */
final class HeldBench implements Measurement {
    private static final int CHUNKS = Integer.getInteger("bench.chunks", 120);
    private static final String SLOW = "words-" + CHUNKS + "-every-1000ms";
    private static final String DELTA = "event: delta";
    /** Files of the server besides the two connections of each stream. */
    private static final int OTHER_FILES = 800;

    private static final int ACCOUNTS = 16;
    private static final int WANTED = Integer.getInteger("bench.held", 10_000);

    @Override
    public String title() {
        return WANTED + " streams held at once, " + CHUNKS + " chunks, one a second";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        int held = Math.min(WANTED, (mostFiles() - OTHER_FILES) / 2);
        if (held < WANTED) {
            System.out.printf("  %d, as a process may have no more than %d files open here%n", held, mostFiles());
        }
        try (ScriptedModel model = ScriptedModel.start(shop);
                RunningChatForge server =
                        RunningChatForge.start(shop, shop.empty("held"), model.settingsWithoutPlans(SLOW))) {
            HttpLoad streams = Owner.questionsOfMany(ACCOUNTS, server.port(), SLOW, true, DELTA, CHUNKS);
            hold(server, model, streams, held / 10, "cold");
            hold(server, model, streams, held, "warm");
            hold(server, model, streams, held, "once more");
        }
    }

    private static void hold(RunningChatForge server, ScriptedModel model, HttpLoad streams, int held, String name)
            throws Exception {
        // All are there in the middle.
        Duration arrival = Duration.ofMillis(CHUNKS * 1000L / 2);
        long heapBefore = server.liveHeap();
        long memoryBefore = server.server().resident();
        Spent before = Spent.by(server, model);
        CompletableFuture<long[]> inTheMiddle =
                CompletableFuture.supplyAsync(() -> measure(server, arrival.plusSeconds(5)));
        HttpLoad.Result all = streams.once(held, arrival, arrival.plusSeconds(2L * CHUNKS + 60));
        long[] during = inTheMiddle.get();
        System.out.printf(
                Locale.ROOT,
                "  %d held, %s: %d whole, %d not %s; first chunk %s; live heap %.1f kB a stream, resident %.1f kB a"
                        + " stream; CPU of a stream: %s, load %s%n",
                held,
                name,
                all.whole().count(),
                all.errors(),
                all.complaint(),
                all.firstMark(),
                (during[0] - heapBefore) / 1000.0 / held,
                (during[1] - memoryBefore) / 1000.0 / held,
                Spent.by(server, model).since(before, held),
                Workshop.load());
    }

    private static long[] measure(RunningChatForge server, Duration after) {
        try {
            Thread.sleep(after);
            return new long[] {server.liveHeap(), server.server().resident()};
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int mostFiles() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split("\\s+")[4])
                .mapToInt(limit -> limit.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(limit))
                .findFirst()
                .orElse(1024);
    }
}
