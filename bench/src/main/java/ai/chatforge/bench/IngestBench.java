package ai.chatforge.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** P5: a PDF of 1,000 pages from upload to ready, in a server with little memory, while others chat. */
final class IngestBench implements Measurement {
    private static final int PAGES = 1_000;
    private static final String HEAP = "-Xmx256m";
    private static final String WORKER_HEAP = "192MB";
    private static final String MODEL = "words-20";
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Override
    public String title() {
        return "a PDF of 1,000 pages, made ready while others chat";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        Path pdf = shop.folder().resolve("book-" + PAGES + ".pdf");
        if (Files.notExists(pdf)) {
            shop.serverTests("ai.chatforge.document.extract.PdfBook", PAGES + "", Workshop.SEED + "", pdf.toString());
        }
        try (ScriptedModel model = ScriptedModel.start(shop)) {
            Map<String, String> settings = new LinkedHashMap<>(model.settings(MODEL));
            settings.put("CHATFORGE_DOCUMENT_EXTRACTION_HEAP", WORKER_HEAP);
            settings.put("CHATFORGE_JAVA_OPTS", System.getenv().getOrDefault("CHATFORGE_JAVA_OPTS", "") + " " + HEAP);
            try (RunningChatForge server = RunningChatForge.start(shop, shop.empty("ingest"), settings)) {
                measure(server, model, pdf);
            }
        }
    }

    private static void measure(RunningChatForge server, ScriptedModel model, Path pdf) throws Exception {
        Owner owner = Owner.signUp(server.port());
        JsonNode note =
                owner.addText("Guarantee", "The guarantee of the pump lasts 24 months from the day of purchase.");
        ready(owner, note, server);
        // As the one that counts, but for the way from a cold server to a warm one.
        SteadyChats.during(owner, MODEL, CompletableFuture.runAsync(() -> rest(IDLE)));
        Quantiles idle = SteadyChats.during(owner, MODEL, CompletableFuture.runAsync(() -> rest(IDLE)));

        Owner other = owner.withNewBot();
        server.forgetPeak();
        long rest = server.server().peak();
        Spent before = Spent.by(server, model);
        long begin = System.nanoTime();
        JsonNode book = other.upload(pdf);
        CompletableFuture<Peaks> training = CompletableFuture.supplyAsync(() -> ready(other, book, server));
        Quantiles meanwhile = SteadyChats.during(owner, MODEL, training);
        Peaks peaks = training.get();
        double seconds = (peaks.at() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "  %d pages (%.1f MB, %d passages) ready in %.1f s (text read after %.1f s), %.1f pages/s; %s; CPU in all: %s; load %s, pace %.2f%n",
                PAGES,
                Files.size(pdf) / 1e6,
                peaks.passages(),
                seconds,
                (peaks.read() - begin) / 1e9,
                PAGES / seconds,
                "peak memory with " + HEAP + " and " + WORKER_HEAP + ": server "
                        + ProcessFigures.megabytes(peaks.server()) + " (" + ProcessFigures.megabytes(rest)
                        + " at rest), worker " + ProcessFigures.megabytes(peaks.worker()) + ", both above rest "
                        + ProcessFigures.megabytes(peaks.server() - rest + peaks.worker()),
                Spent.by(server, model).since(before, 1),
                Workshop.load(),
                Workshop.pace());
        System.out.printf("  chats of another bot, 10 a second: idle %s; meanwhile %s%n", idle, meanwhile);
    }

    /** @param read and {@code at}, when it was ready, of {@link System#nanoTime} */
    private record Peaks(long read, long at, int passages, long server, long worker) {}

    private static Peaks ready(Owner owner, JsonNode source, RunningChatForge server) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long worker = 0;
        long read = 0;
        try {
            while (System.nanoTime() < deadline) {
                JsonNode now = owner.source(source.path("id").asString());
                worker = Math.max(worker, server.workers().peak());
                if (read == 0 && now.path("stage").asString("").equals("embedding")) {
                    read = System.nanoTime();
                }
                switch (now.path("status").asString()) {
                    case "ready" -> {
                        int passages = now.path("passages").asInt();
                        return new Peaks(
                                read,
                                System.nanoTime(),
                                passages,
                                server.server().peak(),
                                worker);
                    }
                    case "failed" -> throw new IllegalStateException("Training failed: " + now);
                    default -> Thread.sleep(LOOK);
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("Not ready in time");
    }

    private static void rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
