package ai.chatforge.vector;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.util.function.SingletonSupplier;

/** The built-in model, all-MiniLM-L6-v2 quantised: runs in this process and needs no network. Loaded when first used. */
final class MiniLmEmbeddingModel implements EmbeddingModel, AutoCloseable {
    private static final int DIMENSION = 384;

    private final Supplier<AllMiniLmL6V2QuantizedEmbeddingModel> model =
            SingletonSupplier.of(() -> new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run));
    // Platform threads: this is work for the processor, and it must not hold the carriers of virtual threads.
    private final ExecutorService cores;

    MiniLmEmbeddingModel(int cores) {
        this.cores = Executors.newFixedThreadPool(
                cores, Thread.ofPlatform().name("embedding-", 0).daemon().factory());
    }

    @Override
    public String id() {
        return "all-minilm-l6-v2-q";
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public float[] embedQuery(String text) {
        return embed(text);
    }

    @Override
    public List<float[]> embedPassages(List<String> texts) {
        // Longest first, so that no core is left with a long one at the end.
        List<Integer> order = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> texts.get(i).length())
                        .reversed())
                .toList();
        float[][] vectors = new float[texts.size()][];
        List<Future<?>> running = new ArrayList<>();
        for (int i : order) {
            running.add(cores.submit(() -> vectors[i] = embed(texts.get(i))));
        }
        running.forEach(MiniLmEmbeddingModel::await);
        return List.of(vectors);
    }

    private float[] embed(String text) {
        Embedding embedding = model.get().embed(TextSegment.from(text)).content();
        embedding.normalize();
        return embedding.vector();
    }

    private static void await(Future<?> task) {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Embedding was interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("Embedding failed", e.getCause());
        }
    }

    @Override
    public void close() {
        cores.shutdownNow();
    }
}
