package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.vector.api.KnowledgeIndex;
import ai.chatforge.vector.api.KnowledgeIndex.BotKey;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import ai.chatforge.vector.api.KnowledgeIndex.IndexRequest;
import ai.chatforge.vector.api.KnowledgeIndex.Revision;
import ai.chatforge.vector.api.KnowledgeIndex.SearchRequest;
import ai.chatforge.vector.api.KnowledgeIndex.Segment;
import ai.chatforge.vector.api.KnowledgeIndex.SourceKey;
import ai.chatforge.vector.api.SearchIndexRebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vector service on a real database and a real index, behind the interface that other services use. */
class VectorServiceTest {
    private static final VectorSettings SETTINGS = VectorParts.settings("erase-after", "100ms");
    private static final String GUARANTEE = "The guarantee of the pump lasts 24 months from the day of delivery.";
    private static final String FENCE = "Paint the fence every spring with a weatherproof varnish.";

    private static TestDatabase test;
    private static CountingModel model;

    @TempDir
    Path data;

    private final UUID tenant = Ids.next();
    private final UUID bot = Ids.next();
    private final UUID source = Ids.next();
    private IndexKeeper keeper;
    private KnowledgeIndex vectors;

    @BeforeAll
    static void prepare() {
        test = TestDatabase.create();
        model = new CountingModel();
    }

    @AfterAll
    static void end() {
        model.real.close();
        test.close();
    }

    @BeforeEach
    void start() {
        model.embedded.clear();
        Database db = test.of(ServiceName.VECTOR);
        VectorParts parts =
                VectorParts.of(db, data, new EmbeddingModels(model, null, SETTINGS.embedding()), SETTINGS, null);
        keeper = parts.keeper();
        vectors = parts.vectors();
        startIndex();
    }

    @AfterEach
    void stop() {
        keeper.stop();
    }

    @Test
    void whatIsCompleteIsFoundWithItsPlace() {
        String page = "Chapter 4.\n\n" + GUARANTEE;
        assertThat(index(1, new Segment(0, 7, null, "Terms", page), segment(1, FENCE)))
                .isEqualTo(2);
        assertThat(search("How long is the guarantee?")).isEmpty();
        assertThat(complete(1)).isEqualTo(2);
        FoundPassage found = search("How long is the guarantee?").getFirst();
        assertThat(found.sourceId()).isEqualTo(source);
        assertThat(found.segment()).isZero();
        assertThat(found.page()).isEqualTo(7);
        assertThat(found.section()).isEqualTo("Terms");
        assertThat(page.substring(found.start(), found.end()))
                .isEqualTo(found.text())
                .contains("24 months");
        assertThat(found.score()).isPositive();
    }

    @Test
    void everyCallMayBeRepeated() {
        for (int i = 0; i < 3; i++) {
            assertThat(index(1, segment(0, GUARANTEE), segment(1, FENCE))).isEqualTo(2);
        }
        assertThat(complete(1)).isEqualTo(2);
        assertThat(complete(1)).isEqualTo(2);
        assertThat(search("guarantee")).hasSize(2);
        assertThat(model.embedded).hasSize(2);
        for (int i = 0; i < 2; i++) {
            vectors.deleteSource(new SourceKey(tenant, bot, source));
            vectors.deleteBot(new BotKey(tenant, bot));
        }
    }

    @Test
    void aNewRevisionTakesOverWhenItIsCompleteAndEmbedsOnlyWhatChanged() {
        train(1, GUARANTEE, FENCE);
        model.embedded.clear();
        index(2, segment(0, "The guarantee lasts 36 months."), segment(1, FENCE));
        assertThat(model.embedded).containsExactly("The guarantee lasts 36 months.");
        assertThat(search("guarantee").getFirst().text()).contains("24 months");
        complete(2);
        assertThat(search("guarantee"))
                .extracting(FoundPassage::text)
                .hasSize(2)
                .noneMatch(t -> t.contains("24 months"));
    }

    @Test
    void equalContentOfAnotherTenantIsEmbeddedAnew() {
        train(1, GUARANTEE);
        vectors.index(new IndexRequest(Ids.next(), Ids.next(), Ids.next(), 1, List.of(segment(0, GUARANTEE))));
        assertThat(model.embedded).containsExactly(GUARANTEE, GUARANTEE);
    }

    @Test
    void aForeignTenantFindsDeletesAndChangesNothing() {
        train(1, GUARANTEE);
        UUID foreign = Ids.next();
        assertThat(vectors.search(new SearchRequest(foreign, bot, "guarantee", 5))
                        .passages())
                .isEmpty();
        vectors.deleteSource(new SourceKey(foreign, bot, source));
        vectors.deleteBot(new BotKey(foreign, bot));
        vectors.complete(new Revision(Ids.next(), bot, source, 2));
        assertThat(search("guarantee")).hasSize(1);
        restart();
        assertThat(search("guarantee")).hasSize(1);
    }

    @Test
    void theDatabaseShowsNoPassageWithoutItsTenant() {
        train(1, GUARANTEE);
        Database db = test.of(ServiceName.VECTOR);
        Integer seen = db.call(() -> db.sql()
                .sql("select count(*) from vector.passage")
                .query(Integer.class)
                .single());
        assertThat(seen).isZero();
    }

    @Test
    void whatIsDeletedStaysDeletedThoughAJobIsStillUnderWay() {
        train(1, GUARANTEE);
        vectors.deleteSource(new SourceKey(tenant, bot, source));
        assertThat(search("guarantee")).isEmpty();
        assertNotFound(() -> index(2, segment(0, GUARANTEE)));
        assertNotFound(() -> complete(1));
        vectors.deleteBot(new BotKey(tenant, bot));
        assertNotFound(
                () -> vectors.index(new IndexRequest(tenant, bot, Ids.next(), 1, List.of(segment(0, GUARANTEE)))));
        assertThat(test.asSuperuser("select id::text from vector.passage where bot_id = '" + bot + "'"))
                .isEmpty();
    }

    private static void assertNotFound(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void deletedWordsLeaveTheFilesOfTheIndex() {
        train(1, GUARANTEE + " Marker zyxwvutsrqponm.");
        assertThat(anyFileHas("zyxwvutsrqponm")).isTrue();
        vectors.deleteSource(new SourceKey(tenant, bot, source));
        await().untilAsserted(() -> assertThat(anyFileHas("zyxwvutsrqponm")).isFalse());
    }

    @Test
    void aMissingIndexIsMadeAgain() throws IOException {
        train(1, GUARANTEE, FENCE);
        keeper.stop();
        deleteIndex();
        startIndex();
        assertThat(search("guarantee").getFirst().text()).isEqualTo(GUARANTEE);
    }

    @Test
    void aTornIndexIsMadeAgain() throws IOException {
        train(1, GUARANTEE, FENCE);
        keeper.stop();
        try (Stream<Path> files = Files.list(data.resolve("index"))) {
            for (Path file : files.toList()) {
                Files.write(file, "torn".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        startIndex();
        assertThat(search("guarantee").getFirst().text()).isEqualTo(GUARANTEE);
    }

    @Test
    void whatTheIndexMissedInACrashItLearnsAtTheNextStart() {
        UUID deleted = Ids.next();
        vectors.index(new IndexRequest(tenant, bot, deleted, 1, List.of(segment(0, "The old guarantee."))));
        vectors.complete(new Revision(tenant, bot, deleted, 1));
        keeper.stop();
        // As after a crash between the commit in PostgreSQL and the change of the index.
        test.asSuperuser(
                "delete from vector.passage where source_id = '" + deleted + "'",
                "delete from vector.live_source where source_id = '" + deleted + "'");
        index(1, segment(0, GUARANTEE));
        test.asSuperuser(
                "insert into vector.live_source values ('" + source + "', '" + bot + "', '" + tenant + "', 1, 1)");
        startIndex();
        assertThat(search("guarantee")).extracting(FoundPassage::text).containsExactly(GUARANTEE);
    }

    @Test
    void theIndexIsMadeAgainOnRequestWhileTheServerRuns() {
        train(1, GUARANTEE);
        SearchIndexRebuild.request(DataFolder.shared(data));
        await().until(() -> !SearchIndexRebuild.isRequested(DataFolder.shared(data)));
        assertThat(search("guarantee")).hasSize(1);
    }

    @Test
    void anIndexThatFailsInUseIsOpenedAnew() throws IOException {
        train(1, GUARANTEE);
        deleteIndex();
        // The next change finds its files gone.
        UUID other = Ids.next();
        vectors.index(new IndexRequest(tenant, bot, other, 1, List.of(segment(0, FENCE))));
        await().ignoreExceptionsInstanceOf(ApiException.class).untilAsserted(() -> {
            vectors.complete(new Revision(tenant, bot, other, 1));
            assertThat(search("guarantee")).hasSize(2);
        });
    }

    @Test
    void aLargeSourceIsWhole() {
        Segment[] segments = new Segment[700];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = segment(i, "Part " + i + " weighs " + i * 3 + " grams.");
        }
        index(1, segments);
        assertThat(complete(1)).isEqualTo(700);
        restart();
        for (int i : new int[] {0, 499, 500, 699}) {
            assertThat(search("Part " + i)).extracting(FoundPassage::segment).contains(i);
        }
    }

    @Test
    void emptySegmentsAndQuestionsGiveNothing() {
        assertThat(index(1, segment(0, " \n "))).isZero();
        assertThat(complete(1)).isZero();
        assertThat(search("  ")).isEmpty();
        assertThat(search("guarantee")).isEmpty();
    }

    private int index(int revision, Segment... segments) {
        return vectors.index(new IndexRequest(tenant, bot, source, revision, List.of(segments)))
                .passages();
    }

    private int complete(int revision) {
        return vectors.complete(new Revision(tenant, bot, source, revision)).passages();
    }

    private void train(int revision, String... texts) {
        for (int i = 0; i < texts.length; i++) {
            index(revision, segment(i, texts[i]));
        }
        complete(revision);
    }

    private List<FoundPassage> search(String question) {
        return vectors.search(new SearchRequest(tenant, bot, question, 5)).passages();
    }

    /** Requests wait for it for five seconds only, which a busy machine may need for the start alone. */
    private void startIndex() {
        keeper.start();
        await().atMost(Duration.ofMinutes(1)).until(keeper::isReady);
    }

    private void restart() {
        keeper.stop();
        startIndex();
    }

    private static Segment segment(int ordinal, String text) {
        return new Segment(ordinal, null, null, null, text);
    }

    private void deleteIndex() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("index"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private boolean anyFileHas(String word) {
        try (Stream<Path> files = Files.list(data.resolve("index"))) {
            for (Path file : files.toList()) {
                if (Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains(word)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The built-in model, which remembers what it was given. */
    private static final class CountingModel implements EmbeddingModel {
        private final MiniLmEmbeddingModel real = new MiniLmEmbeddingModel(2);
        private final List<String> embedded = new ArrayList<>();

        @Override
        public String id() {
            return real.id();
        }

        @Override
        public int dimension() {
            return real.dimension();
        }

        @Override
        public float[] embedQuery(String text) {
            return real.embedQuery(text);
        }

        @Override
        public List<float[]> embedPassages(List<String> texts) {
            embedded.addAll(texts);
            return real.embedPassages(texts);
        }
    }
}
