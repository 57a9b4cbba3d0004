package ai.chatforge.vector;

import ai.chatforge.platform.process.LowPriority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.springframework.util.function.SingletonSupplier;

/** The built-in model: runs in this process and needs no network. Loaded when first used. */
final class MiniLmEmbeddingModel implements EmbeddingModel, AutoCloseable {
    private static final int PARTS_OF_A_PASSAGE = 16;

    private final SingletonSupplier<MiniLm> model = SingletonSupplier.of(MiniLm::load);
    private final QuestionsFirst order = new QuestionsFirst();
    // Platform threads: this is work for the processor, and it must not hold the carriers of virtual threads.
    private final ExecutorService forPassages;
    private final ExecutorService forQuestions;

    MiniLmEmbeddingModel(int cores) {
        this.forPassages = Executors.newFixedThreadPool(cores, LowPriority.threads("embedding-"));
        this.forQuestions = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().name("question-", 0).daemon().factory());
    }

    @Override
    public String id() {
        // The number tells apart what was embedded differently, so that old vectors are not taken for new ones.
        return "all-minilm-l6-v2-q/2";
    }

    @Override
    public int dimension() {
        return MiniLm.DIMENSION;
    }

    @Override
    public float[] embedQuery(String text) {
        return order.question(() -> result(forQuestions.submit(() -> loaded().embed(text, 1))));
    }

    @Override
    public List<float[]> embedPassages(List<String> texts) {
        // Longest first, so that no core is left with a long one at the end.
        List<Integer> longestFirst = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> texts.get(i).length())
                        .reversed())
                .toList();
        float[][] vectors = new float[texts.size()][];
        List<Future<float[]>> running = new ArrayList<>();
        for (int i : longestFirst) {
            running.add(forPassages.submit(passage(texts, vectors, i)));
        }
        try {
            running.forEach(MiniLmEmbeddingModel::result);
        } finally {
            running.forEach(task -> task.cancel(false));
        }
        return List.of(vectors);
    }

    private Callable<float[]> passage(List<String> texts, float[][] vectors, int i) {
        return () -> vectors[i] = order.passage(() -> loaded().embed(texts.get(i), PARTS_OF_A_PASSAGE));
    }

    private MiniLm loaded() {
        return model.obtain();
    }

    private static float[] result(Future<float[]> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Embedding was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Embedding failed", e.getCause());
        }
    }

    /** The model itself goes with the process: a run that is still under way must not lose it. */
    @Override
    public void close() {
        forPassages.shutdownNow();
        forQuestions.shutdownNow();
    }
}
