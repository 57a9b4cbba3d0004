package ai.chatforge.vector;

import ai.chatforge.vector.PassageIndex.Entry;
import ai.chatforge.vector.PassageIndex.SourceKey;
import ai.chatforge.vector.TestSet.Document;
import ai.chatforge.vector.TestSet.Query;
import ai.chatforge.vector.api.RankingMeasures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * How well passages are found (P6): public test sets through the product's chunker, embedding, index and fusion, with
 * words alone, meaning alone and both. A document counts by its best passage. Arguments: a folder for work files, the
 * weight of meaning, the overlap of passages (empty: as it is configured), the sets' folders.
 */
final class RetrievalQuality {
    private static final long SEED = 42;
    private static final UUID BOT = new UUID(1, 1);
    private static final int DEPTH = 10;
    private static final int DEEP = 100;
    /** A document has a few passages, so more of these are needed for a hundred of those. */
    private static final int PASSAGES_OF_DEEP = 300;

    private final TestSet set;
    private final Path work;
    private final VectorsOnDisk vectors;
    private final double meaning;
    private final Chunker chunker;
    private final Map<UUID, String> documents = new HashMap<>();

    private RetrievalQuality(TestSet set, Path work, EmbeddingModel model, double meaning, int overlap) {
        this.set = set;
        this.work = work;
        this.vectors = new VectorsOnDisk(work, model);
        this.meaning = meaning;
        this.chunker = new Chunker(VectorSettings.PASSAGE_SIZE, overlap);
    }

    static void main(String[] args) throws IOException {
        Files.createDirectories(Path.of(args[0]));
        double meaning = Double.parseDouble(args[1]);
        int overlap = args[2].isEmpty() ? VectorSettings.PASSAGE_OVERLAP : Integer.parseInt(args[2]);
        try (MiniLmEmbeddingModel model =
                new MiniLmEmbeddingModel(Runtime.getRuntime().availableProcessors())) {
            System.out.printf(
                    "seed %d, model %s, weight of meaning %s, overlap %d%n", SEED, model.id(), meaning, overlap);
            for (int i = 3; i < args.length; i++) {
                new RetrievalQuality(TestSet.read(Path.of(args[i])), Path.of(args[0]), model, meaning, overlap).run();
            }
        }
    }

    private record Asked(Query query, float[] embedding) {}

    private void run() throws IOException {
        List<Entry> entries = entries();
        List<float[]> embeddings =
                vectors.of(set.queries().stream().map(Query::text).toList());
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, set.queries().size()).boxed().toList());
        Collections.shuffle(order, new Random(SEED));
        List<Asked> asked = order.stream()
                .map(i -> new Asked(set.queries().get(i), embeddings.get(i)))
                .toList();
        System.out.printf(
                "%n%s: %d documents, %d passages, %d questions%n",
                set.name(), set.documents().size(), entries.size(), asked.size());
        System.out.printf("%-24s %8s %9s %10s %7s%n", "", "nDCG@10", "recall@10", "recall@100", "MRR@10");
        Path folder = Files.createTempDirectory(work, "index");
        try (LucenePassageIndex index = LucenePassageIndex.open(folder, () -> {})) {
            index.replace(new SourceKey(BOT, new UUID(2, 1), 1), entries);
            index.commit();
            int half = asked.size() / 2;
            measure("half that was tuned on", index, asked.subList(0, half));
            measure("other half", index, asked.subList(half, asked.size()));
        } finally {
            LucenePassageIndex.clear(folder);
            Files.delete(folder);
        }
    }

    private List<Entry> entries() throws IOException {
        List<String> headings = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Document document : set.documents()) {
            for (Chunker.Chunk chunk : chunker.cut(document.text())) {
                documents.put(new UUID(3, texts.size()), document.id());
                headings.add(document.title().replace('\n', ' '));
                bodies.add(chunk.text());
                texts.add(Passage.embeddedText(headings.getLast(), chunk.text()));
            }
        }
        List<float[]> embeddings = vectors.of(texts);
        return IntStream.range(0, texts.size())
                .mapToObj(i -> new Entry(new UUID(3, i), headings.get(i), bodies.get(i), embeddings.get(i)))
                .toList();
    }

    private void measure(String title, PassageIndex index, List<Asked> asked) throws IOException {
        System.out.println(title + " (" + asked.size() + ")");
        measure("  words alone (BM25)", index, asked, 0);
        measure("  meaning alone (dense)", index, asked, 1);
        measure("  both (hybrid)", index, asked, meaning);
    }

    private void measure(String name, PassageIndex index, List<Asked> asked, double weight) throws IOException {
        double[] sums = new double[4];
        for (Asked each : asked) {
            Map<String, Integer> grades = each.query().grades();
            // As a chat searches; then deeper than it ever does.
            List<String> ranking = ranking(index, each, weight, IndexKeeper.CANDIDATES);
            List<String> deep = ranking(index, each, weight, PASSAGES_OF_DEEP);
            sums[0] += RankingMeasures.ndcg(ranking, grades, DEPTH);
            sums[1] += RankingMeasures.recall(ranking, grades, DEPTH);
            sums[2] += RankingMeasures.recall(deep, grades, DEEP);
            sums[3] += RankingMeasures.reciprocalRank(ranking, grades, DEPTH);
        }
        int n = asked.size();
        System.out.printf(
                Locale.ROOT,
                "%-24s %8.4f %9.4f %10.4f %7.4f%n",
                name,
                sums[0] / n,
                sums[1] / n,
                sums[2] / n,
                sums[3] / n);
    }

    private List<String> ranking(PassageIndex index, Asked asked, double weight, int count) throws IOException {
        Question question = new Question(asked.query().text(), asked.embedding(), weight);
        return Fusion.best(index.candidates(BOT, question, count), weight, Integer.MAX_VALUE).stream()
                .map(hit -> documents.getOrDefault(hit.id(), ""))
                .distinct()
                .toList();
    }
}
