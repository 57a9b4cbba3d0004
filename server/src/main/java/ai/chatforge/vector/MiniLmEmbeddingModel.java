package ai.chatforge.vector;

import ai.chatforge.platform.process.LowPriority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    /** They wait for questions, so never where questions wait for a thread. */
    private final ExecutorService forTexts;
    /** Where passages are computed. Only threads of forPassages wait for it: see LowPriority. */
    private final ExecutorService background;

    MiniLmEmbeddingModel(int cores) {
        this.forPassages = threads(cores, "embedding-");
        this.forQuestions = threads(Runtime.getRuntime().availableProcessors(), "question-");
        this.forTexts = threads(cores, "text-");
        this.background = Executors.newFixedThreadPool(cores, LowPriority.threads("background-"));
    }

    private static ExecutorService threads(int count, String name) {
        return Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name(name, 0).daemon().factory());
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
        return each(
                texts,
                forPassages,
                text -> order.passage(() -> {
                    MiniLm model = loaded();
                    return result(background.submit(() -> model.embed(text, PARTS_OF_A_PASSAGE)));
                }));
    }

    @Override
    public List<float[]> embedNow(List<String> texts) {
        return each(texts, forTexts, text -> order.passage(() -> loaded().embed(text, PARTS_OF_A_PASSAGE)));
    }

    private interface Work {
        float[] vector(String text) throws InterruptedException;
    }

    private static List<float[]> each(List<String> texts, ExecutorService threads, Work work) {
        // Longest first, so that no core is left with a long one at the end.
        List<Integer> longestFirst = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> texts.get(i).length())
                        .reversed())
                .toList();
        float[][] vectors = new float[texts.size()][];
        List<Future<float[]>> running = new ArrayList<>();
        for (int i : longestFirst) {
            running.add(threads.submit(() -> vectors[i] = work.vector(texts.get(i))));
        }
        try {
            running.forEach(MiniLmEmbeddingModel::result);
        } finally {
            running.forEach(task -> task.cancel(false));
        }
        return List.of(vectors);
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
        forTexts.shutdownNow();
        background.shutdownNow();
        forQuestions.shutdownNow();
    }
}
