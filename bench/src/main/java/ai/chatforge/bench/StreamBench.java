package ai.chatforge.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** P3: streams relayed in a second, and streams held at the same time. */
final class StreamBench implements Measurement {
    private static final String FAST = "words-20";
    private static final String SLOW = "words-30-every-1000ms";
    private static final int CHUNKS = 20;
    private static final int ACCOUNTS = 16;
    private static final int HELD = 2_000;
    private static final int HELD_CHUNKS = 30;
    private static final String DELTA = "event: delta";
    private static final Duration TIME = Duration.ofSeconds(10);

    @Override
    public String title() {
        return "streams of 20 chunks a second, 2,000 streams held at once";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        try (ScriptedModel model = ScriptedModel.start(shop);
                RunningChatForge server =
                        RunningChatForge.start(shop, shop.empty("stream"), model.settings(FAST, SLOW))) {
            relayed(server, model);
            Owner owner = Owner.signUp(server.port());
            held(server, model, owner, "cold");
            held(server, model, owner, "warm");
        }
    }

    private static void relayed(RunningChatForge server, ScriptedModel model) throws Exception {
        HttpLoad direct = model.load(FAST, ScriptedModel.CHUNK, CHUNKS);
        HttpLoad streams = Owner.questionsOfMany(ACCOUNTS, server.port(), FAST, true, DELTA, CHUNKS);
        direct.closedLoop(64, TIME);
        streams.warmUp(64);
        for (int connections : new int[] {1, 16, 64, 256}) {
            HttpLoad.Result without = direct.closedLoop(connections, TIME);
            Spent before = Spent.by(server, model);
            HttpLoad.Result with = streams.closedLoop(connections, TIME);
            String spent = Spent.by(server, model).since(before, with.whole().count());
            System.out.printf(
                    Locale.ROOT,
                    "  %3d connections: %5.0f streams/s, whole %s, first chunk %s; provider alone %5.0f/s;"
                            + " CPU a stream: %s; errors %d %s, load %s, pace %.2f%n",
                    connections,
                    with.perSecond(),
                    with.whole(),
                    with.firstMark(),
                    without.perSecond(),
                    spent,
                    with.errors() + without.errors(),
                    with.complaint() + without.complaint(),
                    Workshop.load(),
                    Workshop.pace());
        }
    }

    private static void held(RunningChatForge server, ScriptedModel model, Owner owner, String name) throws Exception {
        long heapBefore = server.liveHeap();
        long memoryBefore = server.server().resident();
        Spent before = Spent.by(server, model);
        CompletableFuture<long[]> middle = CompletableFuture.supplyAsync(() -> inTheMiddle(server));
        HttpLoad.Result all = owner.questions(SLOW, true, DELTA, HELD_CHUNKS)
                .once(HELD, Duration.ofSeconds(2), Duration.ofSeconds(HELD_CHUNKS + 60));
        long[] during = middle.get();
        System.out.printf(
                Locale.ROOT,
                "  %d held, %s: %d whole, %d not %s; first chunk %s; live heap %d kB a stream, resident %d kB a stream;"
                        + " CPU of a stream in 30 s: %s, load %s%n",
                HELD,
                name,
                all.whole().count(),
                all.errors(),
                all.complaint(),
                all.firstMark(),
                (during[0] - heapBefore) / HELD / 1000,
                (during[1] - memoryBefore) / HELD / 1000,
                Spent.by(server, model).since(before, HELD),
                Workshop.load());
    }

    private static long[] inTheMiddle(RunningChatForge server) {
        try {
            Thread.sleep(Duration.ofSeconds(HELD_CHUNKS / 2));
            long heap = server.liveHeap();
            return new long[] {heap, server.server().resident()};
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
