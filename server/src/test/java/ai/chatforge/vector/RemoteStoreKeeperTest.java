package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.retry.Backoff;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.testkit.store.ScriptedQdrant;
import ai.chatforge.testkit.store.ScriptedStore;
import ai.chatforge.testkit.store.ScriptedStore.Fault;
import ai.chatforge.vector.api.KnowledgeIndex.Completed;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import ai.chatforge.vector.api.KnowledgeIndex.IndexRequest;
import ai.chatforge.vector.api.KnowledgeIndex.Revision;
import ai.chatforge.vector.api.KnowledgeIndex.SearchRequest;
import ai.chatforge.vector.api.KnowledgeIndex.Segment;
import ai.chatforge.vector.api.KnowledgeIndex.SourceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Passages are in PostgreSQL: a vector database that fails, stops or loses everything costs none of them. */
class RemoteStoreKeeperTest {
    private static final String KEY = "k-0123456789";
    private static final String PUMP = "The guarantee of the pump lasts 24 months.";
    private static final String FENCE = "Paint the fence every spring.";

    @TempDir
    Path data;

    private final UUID tenant = Ids.next();
    private final UUID bot = Ids.next();
    private final UUID pump = Ids.next();
    private final UUID fence = Ids.next();
    private final WordModel model = new WordModel();
    private TestDatabase test;
    private ScriptedQdrant server;
    private OutsideHttp http;
    private VectorParts parts;

    @BeforeEach
    void open() throws IOException {
        test = TestDatabase.create();
        server = new ScriptedQdrant(KEY);
        http = new OutsideHttp();
        parts = parts();
        start();
        train(pump, PUMP);
    }

    @AfterEach
    void close() throws IOException {
        parts.keeper().stop();
        http.close();
        server.close();
        test.close();
    }

    @Test
    void aDatabaseThatLostEverythingIsFilledAgainWithoutEmbedding() {
        parts.keeper().stop();
        server.lose();
        model.forget();
        start();
        assertThat(search("guarantee")).containsExactly(PUMP);
        assertThat(model.embedded()).isEmpty();
    }

    @Test
    void whatIsLostWhileItIsUsedIsMadeAgain() {
        server.lose();
        await().ignoreExceptionsInstanceOf(ApiException.class)
                .untilAsserted(() -> assertThat(search("guarantee")).containsExactly(PUMP));
    }

    @Test
    void anOutageIsSaidToBeOneAndLosesNothing() {
        train(fence, FENCE);
        UUID later = Ids.next();
        server.always(Fault.BUSY);
        assertUnavailable(() -> search("guarantee"));
        index(later, "The boat is blue.");
        assertUnavailable(() -> complete(later));
        assertUnavailable(() -> parts.vectors().deleteSource(new SourceKey(tenant, bot, fence)));
        server.always(Fault.NONE);
        await().ignoreExceptionsInstanceOf(ApiException.class)
                .untilAsserted(() -> assertThat(search("guarantee boat fence"))
                        .containsExactlyInAnyOrder(PUMP, "The boat is blue."));
        assertThat(server.everything()).doesNotContain(fence.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "TOO_MANY"})
    void aQuestionThatIsNotTakenIsNoReasonToOpenTheIndexAnew(Fault fault) {
        int before = server.calls().size();
        server.always(fault);
        assertUnavailable(() -> search("guarantee"));
        server.always(Fault.NONE);
        assertThat(search("guarantee")).containsExactly(PUMP);
        assertThat(server.calls().subList(before, server.calls().size()))
                .extracting(ScriptedStore.Call::path)
                .isNotEmpty()
                .allMatch(path -> path.endsWith("/points/query"));
    }

    @Test
    void aKeyThatIsRefusedIsNoFaultOfOneQuestion() {
        server.always(Fault.KEY_REFUSED);
        assertUnavailable(() -> search("guarantee"));
        assertThat(parts.keeper().isReady()).as("health says so").isFalse();
        server.always(Fault.NONE);
        await().ignoreExceptionsInstanceOf(ApiException.class)
                .untilAsserted(() -> assertThat(search("guarantee")).containsExactly(PUMP));
    }

    @Test
    void aSourceThatIsNotTakenCostsNoOther() {
        index(fence, FENCE);
        int before = server.calls().size();
        server.script(Fault.REFUSED);
        assertThat(complete(fence).taken()).isFalse();
        assertThat(search("guarantee fence")).containsExactly(PUMP);
        assertThat(server.calls().subList(before, server.calls().size()))
                .extracting(ScriptedStore.Call::path)
                .noneMatch(path -> path.endsWith("/facet"));
        assertThat(complete(fence).taken()).isTrue();
        assertThat(search("guarantee fence")).containsExactlyInAnyOrder(PUMP, FENCE);
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "TOO_MANY"})
    void whatIsNotTakenForAWhileIsMadeGoodWhileQuestionsGoOn(Fault fault) {
        index(fence, FENCE);
        server.always(fault);
        assertUnavailable(() -> complete(fence));
        assertThat(parts.keeper().isReady()).isTrue();
        int before = server.calls().size();
        server.always(Fault.NONE);
        assertThat(search("guarantee")).containsExactly(PUMP);
        await().untilAsserted(() -> assertThat(search("guarantee fence")).containsExactlyInAnyOrder(PUMP, FENCE));
        assertThat(server.calls().subList(before, server.calls().size()))
                .as("not opened anew")
                .extracting(ScriptedStore.Call::path)
                .noneMatch(path -> path.endsWith("/facet"));
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "TOO_MANY"})
    void whatTheDatabaseWouldNotDeleteItDeletesLater(Fault fault) {
        train(fence, FENCE);
        server.always(fault);
        assertUnavailable(() -> parts.vectors().deleteSource(new SourceKey(tenant, bot, fence)));
        server.always(Fault.NONE);
        assertThat(search("guarantee fence")).containsExactly(PUMP);
        await().untilAsserted(() -> assertThat(server.everything()).doesNotContain(fence.toString()));
    }

    private static void assertUnavailable(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
    }

    private VectorParts parts() {
        JsonEndpoint endpoint = new JsonEndpoint(
                http,
                JsonMapper.builder().build(),
                server.url(),
                QdrantStore.headers(KEY),
                Duration.ofSeconds(20),
                new Backoff(Duration.ofMillis(2), Duration.ofMillis(10)));
        VectorSettings settings = VectorParts.settings();
        return VectorParts.of(
                test.of(ServiceName.VECTOR),
                data,
                new EmbeddingModels(model, null, settings.embedding()),
                settings,
                null,
                new QdrantStore(endpoint, "chatforge"));
    }

    private void start() {
        parts.keeper().start();
        await().atMost(Duration.ofMinutes(1)).until(parts.keeper()::isReady);
    }

    private void train(UUID source, String text) {
        index(source, text);
        complete(source);
    }

    private void index(UUID source, String text) {
        Segment segment = new Segment(0, null, null, null, text);
        parts.vectors().index(new IndexRequest(tenant, bot, source, 1, List.of(segment)));
    }

    private Completed complete(UUID source) {
        return parts.vectors().complete(new Revision(tenant, bot, source, 1));
    }

    private List<String> search(String question) {
        return parts.vectors().search(new SearchRequest(tenant, bot, question, 5)).passages().stream()
                .map(FoundPassage::text)
                .toList();
    }
}
