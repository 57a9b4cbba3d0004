package ai.chatforge.vector;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model all-MiniLM-L6-v2, quantised, on ONNX Runtime. Each text is run alone: the quantisation takes its scale from
 * the whole input, so in a batch the vector of a text would depend on its neighbours, and padding is not free either
 * (measured: 27 passages per processor second alone, 20 in batches of 8, 16 in batches of 32).
 */
final class MiniLm implements AutoCloseable {
    static final int DIMENSION = 384;
    /** The most pieces that the model's authors feed it, with the marks at both ends. */
    private static final int INPUT = 256;

    private static final int ROOM = INPUT - 2;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final WordPieces words;

    private MiniLm(byte[] model, WordPieces words) throws OrtException {
        this.words = words;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // One text, one core: threads inside a run cost more than they give.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Numbers next to zero slow the processor down and mean nothing here.
            options.addConfigEntry("session.set_denormal_as_zero", "1");
            this.session = environment.createSession(model, options);
        }
    }

    static MiniLm load() {
        try (InputStream model = resource("/all-minilm-l6-v2-q.onnx");
                InputStream tokenizer = resource("/all-minilm-l6-v2-q-tokenizer.json")) {
            return new MiniLm(model.readAllBytes(), WordPieces.read(tokenizer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OrtException e) {
            throw new IllegalStateException("The built-in embedding model cannot be loaded", e);
        }
    }

    private static InputStream resource(String name) {
        @Nullable InputStream found = MiniLm.class.getResourceAsStream(name);
        if (found == null) {
            throw new IllegalStateException("The program lacks " + name);
        }
        return found;
    }

    /**
     * The vector of length one. A text of more pieces than the model takes is embedded in equal parts, so that none of
     * it is left out.
     */
    float[] embed(String text, int mostParts) {
        int[] pieces = words.of(text);
        int parts = Math.max(1, Math.ceilDiv(pieces.length, ROOM));
        if (parts > mostParts) {
            parts = mostParts;
            pieces = Arrays.copyOf(pieces, ROOM * mostParts);
        }
        float[] sum = new float[DIMENSION];
        for (int part = 0; part < parts; part++) {
            int from = part * pieces.length / parts;
            int to = (part + 1) * pieces.length / parts;
            float[] vector = run(pieces, from, to);
            for (int i = 0; i < DIMENSION; i++) {
                sum[i] += vector[i] * (to - from + 2);
            }
        }
        return toLengthOne(sum);
    }

    private float[] run(int[] pieces, int from, int to) {
        int length = to - from + 2;
        long[] ids = new long[length];
        long[] mask = new long[length];
        Arrays.fill(mask, 1);
        ids[0] = words.first();
        for (int i = from; i < to; i++) {
            ids[i - from + 1] = pieces[i];
        }
        ids[length - 1] = words.last();
        long[] shape = {1, length};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[length]), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", attention, "token_type_ids", types))) {
            return toLengthOne(sumOf(((OnnxTensor) result.get(0)).getFloatBuffer()));
        } catch (OrtException e) {
            throw new IllegalStateException("The built-in embedding model failed", e);
        }
    }

    /** Over the pieces; the mean has the same direction. */
    private static float[] sumOf(FloatBuffer vectors) {
        float[] all = new float[vectors.remaining()];
        vectors.get(all);
        float[] sum = new float[DIMENSION];
        for (int row = 0; row < all.length; row += DIMENSION) {
            for (int i = 0; i < DIMENSION; i++) {
                sum[i] += all[row + i];
            }
        }
        return sum;
    }

    private static float[] toLengthOne(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        float factor = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
        return vector;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
