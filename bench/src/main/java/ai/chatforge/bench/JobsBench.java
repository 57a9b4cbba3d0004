package ai.chatforge.bench;

import ai.chatforge.bench.Owner.Submission;
import ai.chatforge.testkit.web.ScriptedSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** R7: sources become ready, the same as ever, although the server is killed again and again meanwhile. */
final class JobsBench implements Measurement {
    private static final int SOURCES = Integer.getInteger("bench.sources", 200);
    private static final int KILLS = Integer.getInteger("bench.kills", 50);
    private static final long SEED = Long.getLong("bench.seed", Workshop.SEED);
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @Override
    public String title() {
        return SOURCES + " sources made ready while the server is killed " + KILLS + " times";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        Path pdfs = shop.empty("shelf");
        shop.serverTests("ai.chatforge.document.extract.PdfShelf", SOURCES / 8 + 1 + "", SEED + "", pdfs.toString());
        try (ScriptedSite site = ScriptedSite.start()) {
            List<Submission> sources = SeededSources.make(SOURCES, SEED, site, pdfs);
            Path data = shop.empty("jobs");
            Map<String, String> settings = settings();
            List<String> wrong = new ArrayList<>();
            List<String> made;
            List<String> calm = new ArrayList<>();
            Owner owner;
            Owner other;
            try (RunningChatForge server = RunningChatForge.start(shop, data, settings)) {
                owner = Owner.signUp(server.port(), "calm@example.com");
                other = Owner.signUp(server.port(), "shaken@example.com");
                long begin = System.nanoTime();
                for (int i = 0; i < SOURCES; i++) {
                    calm.add(Owner.read(owner.submit(sources.get(i), "calm-" + i))
                            .path("id")
                            .asString());
                }
                awaitDone(owner);
                System.out.printf(
                        "  seed %d: %d sources (%s) without a kill in %.0f s%n",
                        SEED, SOURCES, kinds(sources), seconds(begin));
            }
            Shaking shaking = new Shaking(shop, data, settings, sources, other, SEED);
            long begin = System.nanoTime();
            shaking.kill(KILLS);
            long killed = System.nanoTime();
            try (RunningChatForge server = RunningChatForge.start(shop, data, settings)) {
                owner = owner.at(server.port());
                other = other.at(server.port());
                shaking.submitRest(other);
                awaitDone(other);
                System.out.printf(
                        "  %s in %.0f s; then all done in %.0f s, start included%n",
                        shaking, (killed - begin) / 1e9, seconds(killed));
                made = shaking.made();
                compare(data, owner, calm, other, made, wrong);
                sweep(data, wrong);
            }
            indexed(shop, data, wrong);
            Remains.temporary(data).forEach(file -> wrong.add("left in tmp: " + file));
            System.out.printf("  %d things wrong%n", wrong.size());
            wrong.stream().limit(50).forEach(line -> System.out.println("    " + line));
            if (!wrong.isEmpty()) {
                throw new IllegalStateException("Kills have left something behind");
            }
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("CHATFORGE_WEB_REQUESTSPERMINUTE", "0");
        settings.put("CHATFORGE_AUTH_ACCESSTOKENLIFE", "12h");
        settings.put("CHATFORGE_OUTSIDEHTTP_ALLOWEDPRIVATE", "127.0.0.0/8");
        settings.put("CHATFORGE_DOCUMENT_WEB_DELAY", "50ms");
        settings.put("CHATFORGE_DOCUMENT_TRAININGJOBSPERACCOUNT", "2");
        return settings;
    }

    private static String kinds(List<Submission> sources) {
        return sources.stream()
                .collect(Collectors.groupingBy(Submission::kind, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }

    private static void awaitDone(Owner owner) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (Shaking.atWork(owner.status()) == 0) {
                return;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("Stuck: " + owner.status());
    }

    private static void compare(
            Path data, Owner calm, List<String> expected, Owner shaken, List<String> made, List<String> wrong)
            throws Exception {
        int there = shaken.status().path("sources").size();
        if (there != SOURCES) {
            wrong.add(there + " sources instead of " + SOURCES);
        }
        long passages = 0;
        try (Remains remains = Remains.of(data)) {
            Map<String, String> texts = remains.passages();
            for (int i = 0; i < SOURCES; i++) {
                var before = calm.source(expected.get(i));
                var now = shaken.source(made.get(i));
                for (String field : List.of("status", "title", "segments", "passages", "pages", "sizeBytes")) {
                    if (!before.path(field).equals(now.path(field))) {
                        wrong.add("source " + i + ": " + field + " is " + now.path(field) + ", not "
                                + before.path(field) + " " + now.path("error"));
                    }
                }
                if (!now.path("status").asString().equals("ready")) {
                    wrong.add("source " + i + " is not ready");
                }
                if (!String.valueOf(texts.get(expected.get(i))).equals(texts.get(made.get(i)))) {
                    wrong.add("source " + i + " has other passages");
                }
                passages += now.path("passages").asLong();
            }
            System.out.printf(
                    "  compared: %d sources with %d passages, their texts, places and vectors%n", SOURCES, passages);
        }
    }

    private static void sweep(Path data, List<String> wrong) throws Exception {
        try (Remains remains = Remains.of(data)) {
            remains.bringSweepForward();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (remains.sweepsLeft() > 0 && System.nanoTime() < end) {
                Thread.sleep(500);
            }
            remains.leftOvers().forEach((what, count) -> wrong.add(count + " " + what));
            if (remains.sweepsLeft() > 0) {
                wrong.add(remains.sweepsLeft() + " jobs for unnamed files");
            }
            wrong.addAll(remains.wrongFiles());
            Files.write(data.resolveSibling("wanted.txt"), remains.wanted());
        }
    }

    private static void indexed(Workshop shop, Path data, List<String> wrong) throws Exception {
        Path found = data.resolveSibling("indexed.txt");
        shop.serverTests(
                "ai.chatforge.vector.IndexContents", data.resolve("index").toString(), found.toString());
        var wanted = new TreeSet<>(Files.readAllLines(data.resolveSibling("wanted.txt")));
        var indexed = new TreeSet<>(Files.readAllLines(found));
        if (!indexed.equals(wanted)) {
            indexed.stream()
                    .filter(line -> !wanted.contains(line))
                    .forEach(line -> wrong.add("only in index: " + line));
            wanted.stream().filter(line -> !indexed.contains(line)).forEach(line -> wrong.add("not in index: " + line));
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
