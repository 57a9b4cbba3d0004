package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MiniLmEmbeddingModelTest {
    private static final MiniLmEmbeddingModel MODEL = new MiniLmEmbeddingModel(2);
    private static final String FILLER =
            "The compressor is checked by the operator before each shift, and its filter is changed when it is worn. ";

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Test
    void agreesWithTheReferenceOnShortTexts() {
        String text = "How do I replace the filter of the pump?";
        float[] reference = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run)
                .embed(text)
                .content()
                .vector();
        assertThat(cosine(MODEL.embedQuery(text), reference)).isCloseTo(1, within(1e-4));
    }

    @Test
    void vectorsHaveLengthOneAndTheOrderOfTheTexts() {
        List<String> texts = List.of("short", FILLER.repeat(5), "The pump leaks oil.", FILLER);
        List<float[]> vectors = MODEL.embedPassages(texts);
        assertThat(vectors).hasSize(4);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(cosine(vectors.get(i), vectors.get(i))).isCloseTo(1, within(1e-5));
            assertThat(vectors.get(i))
                    .isEqualTo(MODEL.embedPassages(List.of(texts.get(i))).getFirst());
        }
    }

    @Test
    void meaningIsCloserThanWords() {
        float[] question = MODEL.embedQuery("How much does it cost?");
        List<float[]> passages = MODEL.embedPassages(
                List.of("The price of the machine is 400 euros.", "It does rain much in autumn over there."));
        assertThat(cosine(question, passages.get(0))).isGreaterThan(cosine(question, passages.get(1)));
    }

    /** The tokenizer's file cuts after 128 pieces, the model takes 256: neither may hide the end of a passage. */
    @Test
    void theEndOfALongPassageCounts() {
        for (int sentences : new int[] {9, 40}) {
            String same = FILLER.repeat(sentences);
            List<float[]> vectors =
                    MODEL.embedPassages(List.of(same + "Cats sleep on the sofa.", same + "Two plus two."));
            assertThat(cosine(vectors.get(0), vectors.get(1))).isLessThan(0.9999);
        }
    }

    @Test
    void whatHasNoLettersHasAVectorToo() {
        assertThat(MODEL.embedPassages(List.of("", " \n", "∰∰∰", "\u0000")))
                .allSatisfy(v -> assertThat(v).hasSize(384));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void questionsDoNotQueueBehindPassages(boolean now) {
        MODEL.embedQuery("loads the model");
        List<String> many =
                IntStream.range(0, 60).mapToObj(i -> FILLER.repeat(9) + i).toList();
        AtomicBoolean allDone = new AtomicBoolean();
        CompletableFuture<Void> training = CompletableFuture.runAsync(() -> {
            var _ = now ? MODEL.embedNow(many) : MODEL.embedPassages(many);
            allDone.set(true);
        });
        for (int i = 0; i < 5; i++) {
            MODEL.embedQuery("How long is the guarantee?");
        }
        assertThat(allDone).isFalse();
        training.join();
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
