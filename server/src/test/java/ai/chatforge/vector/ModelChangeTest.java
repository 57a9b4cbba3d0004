package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.retry.Backoff;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.testkit.embedding.ScriptedEmbeddings;
import ai.chatforge.testkit.embedding.ScriptedEmbeddings.Fault;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import ai.chatforge.vector.api.KnowledgeIndex.IndexRequest;
import ai.chatforge.vector.api.KnowledgeIndex.Retrieval;
import ai.chatforge.vector.api.KnowledgeIndex.Revision;
import ai.chatforge.vector.api.KnowledgeIndex.SearchRequest;
import ai.chatforge.vector.api.KnowledgeIndex.Segment;
import ai.chatforge.vector.api.KnowledgeIndex.SourceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Changing the embedding model under passages that are there, and searching as an owner set it. */
class ModelChangeTest {
    private static final int DIMENSION = 1536;
    private static final String PUMP = "The guarantee of the pump lasts 24 months.";
    private static final String FENCE = "Paint the fence every spring.";

    @TempDir
    Path data;

    private final UUID tenant = Ids.next();
    private final UUID bot = Ids.next();
    private final UUID source = Ids.next();
    private TestDatabase test;
    private ScriptedEmbeddings endpoint;
    private OutsideHttp http;
    private MiniLmEmbeddingModel builtIn;
    private @Nullable PickyStore store;
    private @Nullable VectorParts parts;

    @BeforeEach
    void open() throws IOException {
        test = TestDatabase.create();
        endpoint = new ScriptedEmbeddings(DIMENSION);
        http = new OutsideHttp();
        builtIn = new MiniLmEmbeddingModel(2);
        store = new PickyStore(new LuceneStore(data.resolve("index"), builtIn));
    }

    @AfterEach
    void close() throws IOException {
        stop();
        builtIn.close();
        http.close();
        endpoint.close();
        test.close();
    }

    @Test
    void passagesAreFoundBeforeWhileAndAfterTheModelChanges() {
        start(null, null);
        train(source, PUMP, FENCE);
        stop();
        endpoint.always(Fault.BROKEN);
        start("small", null);
        assertThat(parts().keeper().model()).isEqualTo(builtIn.id());
        assertThat(search("guarantee").getFirst().text()).isEqualTo(PUMP);
        await().until(() -> endpoint.calls().size() >= 5);
        assertThat(search("guarantee").getFirst().text()).isEqualTo(PUMP);
        stop();
        endpoint.always(Fault.NONE);
        start("small", null);
        await().until(() -> parts().keeper().model().equals("small@1536"));
        assertThat(search("guarantee").getFirst().text()).isEqualTo(PUMP);
        await().untilAsserted(() -> assertThat(models()).containsOnly("small@1536"));
        assertThat(test.asSuperuser("select passage_id::text from vector.passage_vector"))
                .isEmpty();
        assertThat(data.resolve("index")).doesNotExist();
        assertThat(data.resolve("index-small-1536")).isDirectory();
        stop();
        start("small", null);
        assertThat(parts().keeper().model()).isEqualTo("small@1536");
        assertThat(search("fence").getFirst().text()).isEqualTo(FENCE);
    }

    @Test
    void whatIsTrainedAndDeletedDuringTheChangeIsSoAfterwardsToo() {
        start(null, null);
        train(source, PUMP);
        UUID gone = Ids.next();
        train(gone, "A word that is to go: zyxwvutsrqponm.");
        stop();
        endpoint.always(Fault.REFUSED);
        start("small", null);
        parts().vectors().deleteSource(new SourceKey(tenant, bot, gone));
        endpoint.always(Fault.NONE);
        UUID fresh = Ids.next();
        train(fresh, FENCE);
        assertThat(search("fence").getFirst().text()).isEqualTo(FENCE);
        stop();
        start("small", null);
        await().until(() -> parts().keeper().model().equals("small@1536"));
        assertThat(search("pump fence zyxwvutsrqponm"))
                .extracting(FoundPassage::text)
                .containsExactlyInAnyOrder(PUMP, FENCE);
    }

    @Test
    void aSourceWithoutPassagesDoesNotHoldUpTheChange() {
        start(null, null);
        train(source, PUMP);
        UUID other = Ids.next();
        train(other, "A word that is to go: zyxwvutsrqponm.");
        parts().vectors().complete(new Revision(tenant, bot, other, 2));
        parts().vectors().complete(new Revision(tenant, bot, Ids.next(), 1));
        stop();
        start("small", null);
        await().until(() -> parts().keeper().model().equals("small@1536"));
        assertThat(search("guarantee zyxwvutsrqponm"))
                .extracting(FoundPassage::text)
                .containsExactly(PUMP);
    }

    @Test
    void aSourceThatTheNewIndexDoesNotTakeDoesNotHoldUpTheChange() {
        start(null, null);
        UUID other = Ids.next();
        train(source, PUMP);
        train(other, FENCE);
        stop();
        picky().refuse(other);
        start("small", null);
        await().until(() -> parts().keeper().model().equals("small@1536"));
        assertThat(search("guarantee fence")).extracting(FoundPassage::text).containsExactly(PUMP);
    }

    @Test
    void anIndexThatTakesHardlyAnythingTakesNobodysPlace() {
        start(null, null);
        train(source, PUMP);
        stop();
        picky().refuse(source);
        start("small", null);
        await().until(() -> picky().refusals() > 1);
        assertThat(parts().keeper().model()).isEqualTo(builtIn.id());
        assertThat(search("guarantee")).extracting(FoundPassage::text).containsExactly(PUMP);
    }

    @Test
    void nothingStaysOfAModelThatWasGivenUp() {
        start(null, null);
        train(source, PUMP);
        stop();
        endpoint.always(Fault.REFUSED);
        start("small", null);
        await().until(() -> endpoint.calls().size() > 1);
        assertThat(data.resolve("index-small-1536")).isDirectory();
        stop();
        start(null, null);
        assertThat(search("guarantee").getFirst().text()).isEqualTo(PUMP);
        assertThat(data.resolve("index-small-1536")).doesNotExist();
        assertThat(data.resolve("index")).isDirectory();
    }

    @Test
    void theWayBackToTheBuiltInModelIsTheSame() {
        start("small", null);
        train(source, PUMP, FENCE);
        assertThat(models()).containsOnly("small@1536");
        stop();
        start(null, null);
        // Its model cannot be asked any more, so there are words alone until the new index is whole.
        assertThat(search("guarantee").getFirst().text()).isEqualTo(PUMP);
        await().until(() -> parts().keeper().model().equals(builtIn.id()));
        await().untilAsserted(() -> assertThat(models()).containsOnly(builtIn.id()));
        assertThat(search("How long is it covered?").getFirst().text()).isEqualTo(PUMP);
    }

    @Test
    void anEndpointThatFailsMakesTrainingFailLaterAndQuestionsGoByTheirWords() {
        start("small", null);
        train(source, PUMP, FENCE);
        endpoint.always(Fault.REFUSED);
        assertThatThrownBy(() -> train(Ids.next(), "Something else."))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_FAILED));
        assertThat(search("guarantee")).extracting(FoundPassage::text).containsExactly(PUMP);
    }

    @Test
    void aBotsOwnSettingsHold() {
        start(null, null);
        train(source, PUMP, "The guarantee of the pump lasts 24 months!", FENCE);
        Retrieval words = new Retrieval(0.0, null, null, null, null);
        assertThat(search("varnish for wooden things", words)).isEmpty();
        assertThat(search("varnish for wooden things", new Retrieval(1.0, null, null, null, null)))
                .hasSize(3);
        assertThat(search("guarantee", new Retrieval(null, null, 0.99, null, null)))
                .isEmpty();
        assertThat(search("guarantee of the pump", new Retrieval(null, 0.7, null, null, null)))
                .extracting(FoundPassage::text)
                .element(1)
                .isEqualTo(FENCE);
        assertThatThrownBy(() -> search("pump", new Retrieval(1.1, null, null, null, null)))
                .hasMessageContaining("retrieval.meaning");
        assertThatThrownBy(() -> search("pump", new Retrieval(null, Double.NaN, null, null, null)))
                .hasMessageContaining("retrieval.diversity");
    }

    @Test
    void theRerankerOrdersAndItsFailureCostsOnlyTheOrder() {
        boolean[] fails = {false};
        start(null, (question, texts) -> {
            if (fails[0]) {
                throw new IOException("not now");
            }
            return texts.stream()
                    .map(text -> text.contains("fence") ? 0.9 : 0.1)
                    .toList();
        });
        train(source, PUMP, FENCE);
        assertThat(search("guarantee of the pump"))
                .extracting(FoundPassage::text)
                .containsExactly(FENCE, PUMP);
        assertThat(search("guarantee of the pump", new Retrieval(null, null, null, false, null))
                        .getFirst()
                        .text())
                .isEqualTo(PUMP);
        fails[0] = true;
        assertThat(search("guarantee of the pump"))
                .extracting(FoundPassage::text)
                .containsExactly(PUMP, FENCE);
    }

    private void start(@Nullable String model, @Nullable Reranker reranker) {
        VectorSettings settings =
                VectorParts.settings("embedding.model", "small", "embedding.dimension", "" + DIMENSION);
        ModelEndpoint at = new ModelEndpoint(
                http,
                JsonMapper.builder().build(),
                endpoint.url(),
                "key",
                Duration.ofSeconds(5),
                new Backoff(Duration.ofMillis(2), Duration.ofMillis(10)));
        EmbeddingModels models = new EmbeddingModels(builtIn, model == null ? null : at, settings.embedding());
        Database db = test.of(ServiceName.VECTOR);
        VectorParts made = VectorParts.of(db, data, models, settings, reranker, picky());
        parts = made;
        made.keeper().start();
        // What is trained before it knows its model would be taken for passages of the built-in one.
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(made.keeper().model()).isNotEmpty());
    }

    private void stop() {
        if (parts != null) {
            parts.keeper().stop();
            parts = null;
        }
    }

    private void train(UUID of, String... texts) {
        for (int i = 0; i < texts.length; i++) {
            Segment segment = new Segment(i, null, null, null, texts[i]);
            parts().vectors().index(new IndexRequest(tenant, bot, of, 1, List.of(segment)));
        }
        parts().vectors().complete(new Revision(tenant, bot, of, 1));
    }

    private List<FoundPassage> search(String question) {
        return search(question, null);
    }

    private List<FoundPassage> search(String question, @Nullable Retrieval retrieval) {
        return parts().vectors()
                .search(new SearchRequest(tenant, bot, question, 5, retrieval))
                .passages();
    }

    private List<String> models() {
        return test.asSuperuser("select distinct model from vector.passage");
    }

    private PickyStore picky() {
        return Objects.requireNonNull(store);
    }

    private VectorParts parts() {
        return Objects.requireNonNull(parts);
    }
}
