package ai.chatforge.vector;

import ai.chatforge.vector.PassageIndex.Entry;
import ai.chatforge.vector.PassageIndex.SourceKey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * Time to find passages among many, the question's embedding included (P4). The passages are made up: words of Zipf's
 * distribution, vectors in clusters. Arguments: how many passages, a folder that is kept for the next run.
 */
final class SearchBench {
    private static final int PER_SOURCE = 1000;
    private static final int CLUSTERS = 2000;
    private static final UUID LARGE = new UUID(1, 1);
    private static final UUID SMALL = new UUID(1, 2);

    private static final List<String> QUESTIONS = List.of(
            "How long is the guarantee of the pump?",
            "Who may modify and redistribute the program?",
            "What do I do when the filter is worn and the pressure falls?",
            "Which spare parts do I need for the yearly maintenance?");

    private final Random random = new Random(42);
    private final float[][] centres = new float[CLUSTERS][];

    private SearchBench() {
        Arrays.setAll(centres, i -> gaussian());
    }

    static void main(String[] args) throws IOException, InterruptedException {
        int passages = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Path folder = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("search-bench");
        new SearchBench().run(passages, folder);
    }

    private void run(int passages, Path folder) throws IOException, InterruptedException {
        System.out.printf(
                "seed 42, %d cores, Java %s, %s%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), folder);
        try (LucenePassageIndex index = LucenePassageIndex.open(folder, () -> System.out.println("torn"));
                MiniLmEmbeddingModel model = new MiniLmEmbeddingModel(2)) {
            int there = index.contents().values().stream().mapToInt(i -> i).sum();
            long start = System.nanoTime();
            for (int source = there / PER_SOURCE; source < passages / PER_SOURCE; source++) {
                UUID bot = source % 100 == 0 ? SMALL : LARGE;
                index.replace(new SourceKey(bot, new UUID(2, source), 1), entries());
                index.commit();
            }
            System.out.printf(Locale.ROOT, "%d passages indexed in %.1f s%n", passages - there, seconds(start));
            awaitMerges();
            System.out.printf(Locale.ROOT, "merged after %.1f s%n", seconds(start));
            for (int round = 0; round < 8; round++) {
                measure(index, model, LARGE, "bot with 99%");
                measure(index, model, SMALL, "bot with 1%");
            }
        }
    }

    /** They go on after the last commit, and take a core for as long. */
    private static void awaitMerges() throws InterruptedException {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("Lucene Merge Thread"))) {
            Thread.sleep(100);
        }
    }

    private void measure(PassageIndex index, EmbeddingModel model, UUID bot, String name) throws IOException {
        int times = 300;
        long[] embedding = new long[times];
        long[] search = new long[times];
        long[] all = new long[times];
        long[] cpu = new long[times];
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < times; i++) {
            String question = QUESTIONS.get(i % QUESTIONS.size()) + " " + i;
            long start = System.nanoTime();
            float[] vector = model.embedQuery(question);
            long embedded = System.nanoTime();
            long cpuBefore = threads.getCurrentThreadCpuTime();
            // The made-up passages answer no question, so made-up words and a vector near a cluster are searched for.
            Question asked = new Question(words(8), vector.length == 0 ? vector : nearCentre(), 0.6);
            Fusion.best(index.candidates(bot, asked, IndexKeeper.CANDIDATES), 0.6, 8);
            long end = System.nanoTime();
            cpu[i] = threads.getCurrentThreadCpuTime() - cpuBefore;
            embedding[i] = embedded - start;
            search[i] = end - embedded;
            all[i] = end - start;
        }
        System.out.printf(
                "%-14s whole %s | embedding %s | index %s, its CPU %s%n",
                name, quantiles(all), quantiles(embedding), quantiles(search), quantiles(cpu));
    }

    private static String quantiles(long[] nanos) {
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT,
                "p50 %.1f p95 %.1f p99 %.1f ms",
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 95 / 100] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6);
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < PER_SOURCE; i++) {
            entries.add(new Entry(
                    new UUID(random.nextLong(), random.nextLong()), "Chapter " + words(3), words(160), nearCentre()));
        }
        return entries;
    }

    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            // Zipf: the n-th most frequent of 50,000 words about 1/n as often as the first.
            int rank = (int) Math.exp(random.nextDouble() * Math.log(50_000));
            text.append('w').append(Integer.toString(rank * 7919, 36)).append(' ');
        }
        return text.toString();
    }

    private float[] nearCentre() {
        float[] vector = centres[random.nextInt(CLUSTERS)].clone();
        for (int i = 0; i < vector.length; i++) {
            vector[i] += (float) (random.nextGaussian() * 0.04);
        }
        return unit(vector);
    }

    private float[] gaussian() {
        float[] vector = new float[MiniLm.DIMENSION];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return unit(vector);
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
