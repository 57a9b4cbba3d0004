package ai.chatforge.vector;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A cross-encoder of the BERT family on ONNX Runtime, in this process: question and passage as one input of two
 * segments, a single number out. Each pair is run alone and on one core, for the reasons that {@link MiniLm} gives.
 */
final class OnnxReranker implements Reranker, AutoCloseable {
    /** The most pieces that such models are made for, with their marks. */
    private static final int INPUT = 512;

    /** One in front, one behind each text. */
    private static final int MARKS = 3;

    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final WordPieces words;
    private final ExecutorService cores;
    private final Duration patience;

    /** @throws IllegalArgumentException when it is no model of that kind: the message says what is wrong */
    OnnxReranker(Path model, WordPieces words, int cores, Duration patience) {
        this.words = words;
        this.patience = patience;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.set_denormal_as_zero", "1");
            this.session = environment.createSession(model.toString(), options);
        } catch (OrtException e) {
            throw new IllegalArgumentException(model + " cannot be loaded: " + e.getMessage(), e);
        }
        try {
            check(model);
        } catch (IllegalArgumentException e) {
            release();
            throw e;
        }
        // Platform threads: this is work for the processor, and it must not hold the carriers of virtual threads.
        this.cores = Executors.newFixedThreadPool(
                cores, Thread.ofPlatform().name("reranker-", 0).daemon().factory());
    }

    /** Once with the longest input, so that a model of another kind is found out at the start and not by each question. */
    private void check(Path model) {
        Set<String> inputs = session.getInputNames();
        if (!inputs.contains("input_ids") || !INPUTS.containsAll(inputs)) {
            throw new IllegalArgumentException(
                    model + " takes " + inputs + ", which is not what a BERT cross-encoder does");
        }
        int[] longest = new int[INPUT];
        Arrays.fill(longest, words.first());
        try {
            run(longest, longest);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    model + " cannot read a question with a passage of " + INPUT + " pieces: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Double> scores(String question, List<String> texts) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        int[] asked = words.of(question);
        List<Future<Double>> running = new ArrayList<>();
        try {
            for (String text : texts) {
                running.add(cores.submit(() -> run(asked, words.of(text))));
            }
            List<Double> scores = new ArrayList<>();
            for (Future<Double> one : running) {
                scores.add(one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            }
            return scores;
        } catch (TimeoutException e) {
            throw new IOException("The reranker took longer than " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("The reranker failed: " + e.getCause(), e);
        } catch (RejectedExecutionException e) {
            throw new IOException("The reranker was closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } finally {
            // What nobody waits for any more must not keep the next question waiting.
            running.forEach(one -> one.cancel(false));
        }
    }

    /** What the model is given of a question and a passage. */
    record Pair(long[] ids, long[] types) {
        /** Of a long question half the room at the most; of the passage what then fits. */
        static Pair of(WordPieces words, int[] question, int[] passage) {
            int asked = Math.min(question.length, (INPUT - MARKS) / 2);
            int read = Math.min(passage.length, INPUT - MARKS - asked);
            long[] ids = new long[asked + read + MARKS];
            ids[0] = words.first();
            for (int i = 0; i < asked; i++) {
                ids[1 + i] = question[i];
            }
            ids[1 + asked] = words.last();
            for (int i = 0; i < read; i++) {
                ids[2 + asked + i] = passage[i];
            }
            ids[ids.length - 1] = words.last();
            long[] types = new long[ids.length];
            Arrays.fill(types, asked + 2, ids.length, 1);
            return new Pair(ids, types);
        }
    }

    private double run(int[] question, int[] passage) throws OrtException {
        Pair pair = Pair.of(words, question, passage);
        int length = pair.ids().length;
        long[] mask = new long[length];
        Arrays.fill(mask, 1);
        long[] shape = {1, length};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(pair.ids()), shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OnnxTensor segments = OnnxTensor.createTensor(environment, LongBuffer.wrap(pair.types()), shape)) {
            Map<String, OnnxTensor> given =
                    new HashMap<>(Map.of("input_ids", input, "attention_mask", attention, "token_type_ids", segments));
            given.keySet().retainAll(session.getInputNames());
            try (OrtSession.Result result = session.run(given)) {
                return score(result);
            }
        }
    }

    private static double score(OrtSession.Result result) {
        FloatBuffer out = result.get(0) instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
        if (out == null || out.remaining() < 1 || out.remaining() > 2) {
            throw new IllegalArgumentException(
                    "The model gives no single number for a question with a passage, so it is" + " no cross-encoder");
        }
        // Of two, the second is for "fits".
        double fits = out.remaining() == 1 ? out.get(0) : out.get(1) - out.get(0);
        return 1 / (1 + Math.exp(-fits));
    }

    private void release() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The model itself goes with the process: a run that is still under way must not lose it. */
    @Override
    public void close() {
        cores.shutdownNow();
    }
}
