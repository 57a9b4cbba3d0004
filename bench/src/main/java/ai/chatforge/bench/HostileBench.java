package ai.chatforge.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** S4: what other users notice while somebody has hostile files read. */
final class HostileBench implements Measurement {
    private static final String MODEL = "words-20";
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmUp", 40));
    private static final Duration ALONE = Duration.ofSeconds(Integer.getInteger("bench.alone", 90));
    private static final int FILES = Integer.getInteger("bench.files", 500);
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Duration LOOK = Duration.ofMillis(250);
    /** The status of hundreds of sources is work, too. */
    private static final Duration SELDOM = Duration.ofSeconds(3);

    @Override
    public String title() {
        return "lists and chats of others while " + FILES + " hostile files are uploaded and read";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        AtomicInteger visits = new AtomicInteger();
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ScriptedModel model = ScriptedModel.start(shop)) {
            Thread.ofVirtual().start(() -> count(listener, visits));
            Path folder = shop.empty("hostile-files");
            shop.serverTests(
                    "ai.chatforge.document.extract.HostileFolder",
                    folder.toString(),
                    "http://127.0.0.1:" + listener.getLocalPort() + "/x");
            Map<String, String> settings = new LinkedHashMap<>(model.settings(MODEL));
            // As a small installation might have it; otherwise each of those that never end takes minutes.
            settings.put("CHATFORGE_DOCUMENT_EXTRACTION_SILENCE", "8s");
            settings.put("CHATFORGE_DOCUMENT_EXTRACTION_TOTAL", "20s");
            settings.put("CHATFORGE_AUTH_ACCESSTOKENLIFE", "12h");
            try (RunningChatForge server = RunningChatForge.start(shop, shop.empty("hostile"), settings)) {
                measure(server, files(folder), visits);
            }
        }
    }

    private static void count(ServerSocket listener, AtomicInteger visits) {
        try {
            while (true) {
                listener.accept().close();
                visits.incrementAndGet();
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.sorted().toList();
            // Evenly over all kinds, where fewer are wanted.
            return Stream.iterate(0, i -> i + 1)
                    .limit(Math.min(FILES, all.size()))
                    .map(i -> all.get(i * all.size() / Math.min(FILES, all.size())))
                    .toList();
        }
    }

    private static void measure(RunningChatForge server, List<Path> files, AtomicInteger visits) throws Exception {
        Owner owner = Owner.signUp(server.port());
        owner.addText("Guarantee", "The guarantee of the pump lasts 24 months from the day of purchase.");
        SteadyCalls.during(owner, MODEL, sleeping(WARM_UP));
        SteadyCalls alone = SteadyCalls.during(owner, MODEL, sleeping(ALONE));
        long rest = server.server().peak();

        Owner hostile = Owner.signUp(server.port(), "hostile@example.com");
        CompletableFuture<Map<String, Integer>> attack =
                CompletableFuture.supplyAsync(() -> attack(hostile, files), Thread::startVirtualThread);
        CompletableFuture<Long> workers =
                CompletableFuture.supplyAsync(() -> workersPeak(server, attack), Thread::startVirtualThread);
        long begin = System.nanoTime();
        SteadyCalls meanwhile = SteadyCalls.during(owner, MODEL, attack);
        System.out.printf("  alone:     %s%n  meanwhile: %s%n", alone, meanwhile);
        System.out.printf(
                "  p99 meanwhile / alone: lists %.2f, chats %.2f%n",
                meanwhile.lists().millis(0.99) / alone.lists().millis(0.99),
                meanwhile.chats().millis(0.99) / alone.chats().millis(0.99));
        System.out.printf(
                "  %d files in %.0f s: %s; %d visits to the address that they name; server's peak %s before, %s after,"
                        + " that of the reading process %s;"
                        + " load %s, pace %.2f%n",
                files.size(),
                (System.nanoTime() - begin) / 1e9,
                attack.get(),
                visits.get(),
                ProcessFigures.megabytes(rest),
                ProcessFigures.megabytes(server.server().peak()),
                ProcessFigures.megabytes(workers.get()),
                Workshop.load(),
                Workshop.pace());
    }

    private static long workersPeak(RunningChatForge server, Future<?> attack) {
        long peak = 0;
        try {
            while (!attack.isDone()) {
                peak = Math.max(peak, server.workers().peak());
                Thread.sleep(LOOK);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return peak;
    }

    private static CompletableFuture<Void> sleeping(Duration time) {
        return CompletableFuture.runAsync(
                () -> {},
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread));
    }

    /** Uploads one after the other, each to be read at once; gives what became of them. */
    private static Map<String, Integer> attack(Owner hostile, List<Path> files) {
        Map<String, Integer> outcomes = new TreeMap<>();
        try {
            for (Path file : files) {
                HttpResponse<String> answer = hostile.tryToUpload(file);
                outcomes.merge("answered " + answer.statusCode(), 1, Integer::sum);
                if (answer.statusCode() >= 500) {
                    System.out.println("  " + file.getFileName() + ": " + answer.body());
                }
            }
            long end = System.nanoTime() + PATIENCE.toNanos();
            JsonNode status = hostile.status();
            while (Shaking.atWork(status) > 0 && System.nanoTime() < end) {
                Thread.sleep(SELDOM);
                status = hostile.status();
            }
            status.path("sources").forEach(source -> outcomes.merge(outcome(source), 1, Integer::sum));
            return outcomes;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return outcomes;
        }
    }

    private static String outcome(JsonNode source) {
        String status = source.path("status").asString();
        return status.equals("failed")
                ? status + " " + source.path("error").path("code").asString()
                : status;
    }
}
