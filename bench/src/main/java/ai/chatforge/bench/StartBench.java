package ai.chatforge.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** P1: from the launcher to a healthy server, with a build and a data folder that are there; memory at rest. */
final class StartBench implements Measurement {
    private static final int RUNS = 10;
    private static final int EMPTY_RUNS = 5;
    private static final Duration REST = Duration.ofSeconds(10);

    @Override
    public String title() {
        return "time of ./chatforge start, memory at rest";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        Path data = shop.empty("start");
        RunningChatForge.start(shop, data, Map.of()).close();
        List<Long> wall = new ArrayList<>();
        List<Long> cpu = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            try (RunningChatForge server = RunningChatForge.start(shop, data, Map.of())) {
                long own = server.server().cpu().toMillis();
                wall.add(server.startTime().toMillis());
                cpu.add(own);
                System.out.printf(
                        Locale.ROOT,
                        "  run %d: %.2f s, server's CPU %.2f s, PostgreSQL's %.2f s, load %s%n",
                        i + 1,
                        server.startTime().toMillis() / 1e3,
                        own / 1e3,
                        server.postgres().cpu().toMillis() / 1e3,
                        Workshop.load());
                if (i == RUNS - 1) {
                    atRest(server);
                }
            }
        }
        List<Long> empty = new ArrayList<>();
        for (int i = 0; i < EMPTY_RUNS; i++) {
            empty.add(shop.untilFirstLine("ai.chatforge.EmptyServer").toMillis());
        }
        System.out.printf(
                Locale.ROOT,
                "an empty server on the same libraries, without a cache: median %.2f s; ours is %.2f of it%n",
                median(empty) / 1e3,
                median(wall) / (double) median(empty));
        System.out.printf(
                Locale.ROOT,
                "start: median %.2f s, worst %.2f s; CPU median %.2f s, worst %.2f s%n",
                median(wall) / 1e3,
                wall.stream().max(Long::compare).orElseThrow() / 1e3,
                median(cpu) / 1e3,
                cpu.stream().max(Long::compare).orElseThrow() / 1e3);
    }

    private static void atRest(RunningChatForge server) throws Exception {
        Thread.sleep(REST);
        String before = ProcessFigures.megabytes(server.server().resident());
        long heap = server.liveHeap();
        System.out.printf(
                "at rest: server %s in memory (%s after a collection, of it %s live heap), PostgreSQL %s in %d processes%n",
                before,
                ProcessFigures.megabytes(server.server().resident()),
                ProcessFigures.megabytes(heap),
                ProcessFigures.megabytes(server.postgres().resident()),
                server.postgres().count());
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
