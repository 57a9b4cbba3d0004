package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.retry.Backoff;
import ai.chatforge.testkit.embedding.ScriptedEmbeddings;
import ai.chatforge.testkit.embedding.ScriptedEmbeddings.Call;
import ai.chatforge.testkit.embedding.ScriptedEmbeddings.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Embeddings and reranking over HTTP, against an endpoint with faults. */
class OpenAiEmbeddingModelTest {
    private static final int DIMENSION = 64;

    private ScriptedEmbeddings endpoint;
    private OutsideHttp http;

    @BeforeEach
    void open() throws IOException {
        endpoint = new ScriptedEmbeddings(DIMENSION);
        http = new OutsideHttp();
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        endpoint.close();
    }

    @Test
    void batchesKeepTheOrderAndVectorsHaveLengthOne() {
        EmbeddingModel model = model("embedding.batch", "2");
        List<float[]> vectors = model.embedPassages(List.of("red pump", "green fence", "blue boat"));
        assertThat(vectors).hasSize(3).allSatisfy(vector -> assertThat(dot(vector, vector))
                .isCloseTo(1, within(1e-6)));
        assertThat(endpoint.calls())
                .extracting(Call::texts)
                .containsExactly(List.of("red pump", "green fence"), List.of("blue boat"));
        float[] question = model.embedQuery("fence");
        assertThat(dot(question, vectors.get(1))).isGreaterThan(dot(question, vectors.get(0)));
    }

    @Test
    void sendsModelAndKeyAndTheDimensionOnlyWhenAsked() {
        model().embedQuery("pump");
        model("embedding.shorten", "true").embedQuery("pump");
        assertThat(endpoint.calls()).allSatisfy(call -> {
            assertThat(call.path()).isEqualTo("/v1/embeddings");
            assertThat(call.model()).isEqualTo("small");
            assertThat(call.authorization()).isEqualTo("Bearer k-123");
        });
        assertThat(endpoint.calls().getFirst().body().has("dimensions")).isFalse();
        assertThat(endpoint.calls().getLast().body().path("dimensions").asInt()).isEqualTo(DIMENSION);
        assertThat(model().id()).isEqualTo("small@64");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TOO_MANY", "BROKEN", "RESET", "GARBAGE", "SILENT"})
    void whatPassesIsTriedAgain(Fault fault) {
        endpoint.script(fault);
        assertThat(model().embedPassages(List.of("pump"))).hasSize(1);
        assertThat(endpoint.calls()).hasSize(2);
    }

    @Test
    void triesComeToAnEndAndNeitherKeyNorTextIsTold() {
        endpoint.always(Fault.BROKEN);
        assertThatThrownBy(() -> model().embedPassages(List.of("secret text")))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("answered 500")
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("k-123", "secret text"));
        assertThat(endpoint.calls()).hasSize(5);
        endpoint.forget();
        assertThatThrownBy(() -> model().embedQuery("pump")).isInstanceOf(EmbeddingException.class);
        assertThat(endpoint.calls()).hasSize(2);
    }

    @Test
    void aRefusalIsNotTriedAgain() {
        endpoint.script(Fault.REFUSED);
        assertThatThrownBy(() -> model().embedPassages(List.of("pump"))).hasMessageContaining("status 401");
        assertThat(endpoint.calls()).hasSize(1);
    }

    @Test
    void aWrongDimensionIsRefusedAndSaidClearly() {
        endpoint.script(Fault.WRONG_DIMENSION);
        assertThatThrownBy(() -> model().embedPassages(List.of("pump")))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("65 numbers")
                .hasMessageContaining("chatforge.vector.embedding.dimension says 64");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LEFT_OUT", "ZEROS"})
    void vectorsThatAreNoneAreRefused(Fault fault) {
        endpoint.script(fault);
        assertThatThrownBy(() -> model().embedPassages(List.of("pump", "fence")))
                .isInstanceOf(EmbeddingException.class);
    }

    @Test
    void vectorsOfTheSmallestNumbersHaveLengthOneToo() {
        endpoint.script(Fault.TINY);
        float[] vector = model().embedQuery("pump");
        assertThat(dot(vector, vector)).isCloseTo(1, within(1e-3));
    }

    @Test
    void rerankingGivesTheScoresInTheOrderOfTheTexts() throws IOException {
        assertThat(reranker().scores("red pump", List.of("a fence", "a red pump", "a pump")))
                .containsExactly(0.0, 1.0, 0.5);
        Call call = endpoint.calls().getFirst();
        assertThat(call.path()).isEqualTo("/v1/rerank");
        assertThat(call.body().path("top_n").asInt()).isEqualTo(3);
        assertThat(call.body().path("query").asString()).isEqualTo("red pump");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BROKEN", "LEFT_OUT", "GARBAGE", "REFUSED"})
    void aRerankerThatFailsSaysSo(Fault fault) {
        endpoint.script(fault);
        assertThatThrownBy(() -> reranker().scores("pump", List.of("one", "two")))
                .isInstanceOf(IOException.class);
    }

    private EmbeddingModel model(String... more) {
        VectorSettings settings = VectorParts.settings(more);
        ModelEndpoint at = new ModelEndpoint(
                http,
                JsonMapper.builder().build(),
                endpoint.url(),
                "k-123",
                Duration.ofSeconds(2),
                new Backoff(Duration.ofMillis(2), Duration.ofMillis(10)));
        return new OpenAiEmbeddingModel(at, "small", DIMENSION, settings.embedding());
    }

    private Reranker reranker() {
        ModelEndpoint at = new ModelEndpoint(
                http,
                JsonMapper.builder().build(),
                endpoint.url() + "/rerank",
                null,
                Duration.ofSeconds(2),
                new Backoff(Duration.ofMillis(2), Duration.ofMillis(10)));
        return new HttpReranker(
                at, VectorParts.settings("reranker.model", "ranker").reranker());
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
