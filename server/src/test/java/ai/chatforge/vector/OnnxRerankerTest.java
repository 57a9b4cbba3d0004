package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.chatforge.platform.config.StartupFailure;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a model that a test can see through, on the real ONNX Runtime. */
class OnnxRerankerTest {
    private static final String VOCABULARY = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nred\npump\nfence\n##s\na\nthe\ngreen\n";

    @TempDir
    Path folder;

    @BeforeEach
    void aModel() throws IOException {
        write("model.onnx", TinyCrossEncoder.model());
        Files.writeString(folder.resolve("vocab.txt"), VOCABULARY);
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    private OnnxReranker load(String... more) {
        return RerankerFiles.load(folder.toString(), VectorParts.settings(more).reranker());
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    @Test
    void readsQuestionAndPassageTogetherInTheOrderOfTheTexts() throws IOException {
        try (OnnxReranker reranker = load()) {
            List<Double> scores = reranker.scores("Red pumps", List.of("a fence", "the red pumps", "a RED fence", ""));

            assertThat(scores.get(0)).isCloseTo(sigmoid(-1), within(1e-6));
            assertThat(scores.get(1)).isCloseTo(sigmoid(2), within(1e-6));
            assertThat(scores.get(2)).isCloseTo(sigmoid(0), within(1e-6));
            assertThat(scores.get(3)).isCloseTo(sigmoid(-1), within(1e-6));
            assertThat(reranker.scores("red", List.of())).isEmpty();
        }
    }

    @Test
    void ofTwoNumbersTheSecondIsForWhatFits() throws IOException {
        write("model.onnx", TinyCrossEncoder.withTwoNumbers());
        try (OnnxReranker reranker = load()) {
            assertThat(reranker.scores("red pump", List.of("a fence", "a red pump")))
                    .satisfiesExactly(
                            none -> assertThat(none).isCloseTo(sigmoid(-2), within(1e-6)),
                            both -> assertThat(both).isCloseTo(sigmoid(2), within(1e-6)));
        }
    }

    @Test
    void whatIsTooLongIsCut() throws IOException {
        try (OnnxReranker reranker = load()) {
            String fence = "fence ".repeat(1000);

            List<Double> scores = reranker.scores("red " + fence, List.of("red", fence + "red"));

            assertThat(scores.get(0)).isCloseTo(sigmoid(0), within(1e-6));
            assertThat(scores.get(1)).isGreaterThan(0.999);
            assertThat(reranker.scores("red", List.of(fence + "red")).getFirst())
                    .isCloseTo(sigmoid(-1), within(1e-6));
        }
    }

    @Test
    void severalQuestionsAtOnceGetTheirOwnScores() throws Exception {
        try (OnnxReranker reranker = load("reranker.cores", "2")) {
            List<CompletableFuture<List<Double>>> all = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                        try {
                            return reranker.scores(i % 2 == 0 ? "red" : "fence", Collections.nCopies(10, "a red pump"));
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                double expected = sigmoid(i % 2 == 0 ? 0 : -1);
                assertThat(all.get(i).get()).hasSize(10).allSatisfy(score -> assertThat(score)
                        .isCloseTo(expected, within(1e-6)));
            }
        }
    }

    @Test
    void whatTakesTooLongIsLeftAlone() throws IOException {
        List<String> many = Collections.nCopies(500, "red pump ".repeat(200));
        try (OnnxReranker hasty = load("reranker.patience", "1ms", "reranker.cores", "1")) {
            assertThatThrownBy(() -> hasty.scores("red", many))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than 1 ms");
        }
        OnnxReranker patient = load();
        assertThat(patient.scores("red", List.of("red"))).hasSize(1);
        patient.close();
        assertThatThrownBy(() -> patient.scores("red", List.of("red"))).isInstanceOf(IOException.class);
    }

    /** What a trained model is given has to be what it was trained with. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        How long is the guarantee of the X-200 pump? | The X-200 (2024) has a guarantee of two years — naïve café, 語.
        a | b
        ¿Cuánto cuesta? | Für Kinder 5 €; sonst 9,50 €.
        """)
    void aPairIsEncodedAsTheModelsMakersDo(String question, String passage) throws IOException {
        try (InputStream json = tokenizer();
                InputStream again = tokenizer();
                HuggingFaceTokenizer theirs =
                        HuggingFaceTokenizer.newInstance(again, Map.of("padding", "false", "truncation", "false"))) {
            WordPieces words = WordPieces.read(json);
            Encoding expected = theirs.encode(question, passage);

            OnnxReranker.Pair pair = OnnxReranker.Pair.of(words, words.of(question), words.of(passage));

            assertThat(pair.ids()).containsExactly(expected.getIds());
            assertThat(pair.types()).containsExactly(expected.getTypeIds());
        }
    }

    private static InputStream tokenizer() {
        return Objects.requireNonNull(OnnxRerankerTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json"));
    }

    @Test
    void bothFormsOfAVocabularyAreRead() throws IOException {
        Files.delete(folder.resolve("vocab.txt"));
        try (InputStream json = tokenizer()) {
            write("tokenizer.json", json.readAllBytes());
        }
        try (OnnxReranker reranker = load()) {
            assertThat(reranker.scores("pump", List.of("the pump")).getFirst()).isCloseTo(sigmoid(0), within(1e-6));
        }
        Path onnx = Files.createDirectory(folder.resolve("onnx"));
        Files.move(folder.resolve("model.onnx"), onnx.resolve("model_quantized.onnx"));
        try (OnnxReranker reranker = RerankerFiles.load(
                onnx.resolve("model_quantized.onnx").toString(),
                VectorParts.settings().reranker())) {
            assertThat(reranker.scores("pump", List.of("the fence")).getFirst()).isCloseTo(sigmoid(-1), within(1e-6));
        }
    }

    @Test
    void whatCannotBeUsedIsNamedAtTheStart() throws IOException {
        write("model.onnx", TinyCrossEncoder.ofAnotherKind());
        refused("no cross-encoder");
        write("model.onnx", TinyCrossEncoder.ofPictures());
        refused("takes [pixel_values]");
        write("model.onnx", "<html>not found</html>".getBytes(StandardCharsets.UTF_8));
        refused("cannot be loaded");
        write("model.onnx", TinyCrossEncoder.model());
        Files.writeString(folder.resolve("vocab.txt"), "a\nb\n");
        refused("The vocabulary has no [UNK]");
        Files.writeString(folder.resolve("tokenizer.json"), "{");
        refused("no JSON");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\":{\"type\":\"BPE\",\"vocab\":{}}}");
        refused("as BERT does");
        Files.writeString(
                folder.resolve("tokenizer.json"),
                "{\"normalizer\":{\"lowercase\":false},\"model\":{\"continuing_subword_prefix\":\"##\",\"vocab\":{}}}");
        refused("capital letters");
        Files.delete(folder.resolve("tokenizer.json"));
        Files.delete(folder.resolve("vocab.txt"));
        refused("neither tokenizer.json nor vocab.txt");
        Files.delete(folder.resolve("model.onnx"));
        refused("there is no file");
    }

    private void refused(String why) {
        assertThatThrownBy(this::load)
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("chatforge.vector.reranker.local-model: ")
                .hasMessageContaining(why);
    }
}
