package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.vector.api.KnowledgeIndex;
import ai.chatforge.vector.api.KnowledgeIndex.BotKey;
import ai.chatforge.vector.api.KnowledgeIndex.IndexRequest;
import ai.chatforge.vector.api.KnowledgeIndex.Revision;
import ai.chatforge.vector.api.KnowledgeIndex.Segment;
import ai.chatforge.vector.api.KnowledgeIndex.SourceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What is deleted in the product is in an outside store no more. */
abstract class StoreDeletionContractTest {
    static final String MARKER = "zyxwvutsrqponm";
    private static final String KEPT = "abcdefghijklmn";

    @TempDir
    Path data;

    final WordModel model = new WordModel();
    private final UUID tenant = Ids.next();
    private final UUID bot = Ids.next();
    private final UUID source = Ids.next();
    private TestDatabase test;
    private Database db;
    private VectorParts parts;

    abstract PassageStore store();

    /** Whether anything in the store has a word, as {@link Terms} cuts it. */
    abstract boolean has(String word);

    abstract void closeStore() throws IOException;

    @BeforeEach
    void start() {
        test = TestDatabase.create();
        db = test.of(ServiceName.VECTOR);
        VectorSettings settings = VectorParts.settings("erase-after", "100ms");
        parts = VectorParts.of(
                db, data, new EmbeddingModels(model, null, settings.embedding()), settings, null, store());
        parts.keeper().start();
        await().atMost(Duration.ofMinutes(1)).until(parts.keeper()::isReady);
        train(tenant, bot, source, MARKER);
        train(Ids.next(), Ids.next(), Ids.next(), KEPT);
        assertThat(has(MARKER)).isTrue();
    }

    @AfterEach
    void stop() throws IOException {
        parts.keeper().stop();
        test.close();
        closeStore();
    }

    @Test
    void aSourcesWordsGoWithIt() {
        vectors().deleteSource(new SourceKey(tenant, bot, source));
        assertGone();
    }

    @Test
    void theWordsOfAnEarlierRevisionGoWithIt() {
        Segment segment = new Segment(0, null, null, null, "Something else.");
        vectors().index(new IndexRequest(tenant, bot, source, 2, List.of(segment)));
        vectors().complete(new Revision(tenant, bot, source, 2));
        assertGone();
    }

    @Test
    void aBotsWordsGoWithIt() {
        vectors().deleteBot(new BotKey(tenant, bot));
        assertGone();
    }

    @Test
    void anAccountsWordsGoWithIt() {
        new VectorAccountData(
                        db,
                        new PassageRepository(db),
                        parts.keeper(),
                        JsonMapper.builder().build())
                .erase(new DataSubject(tenant, null, Instant.now()));
        assertGone();
    }

    private void assertGone() {
        assertThat(has(MARKER)).isFalse();
        assertThat(has(KEPT)).isTrue();
    }

    private void train(UUID of, UUID itsBot, UUID itsSource, String word) {
        Segment segment = new Segment(0, null, null, "About " + word, "The word " + word + " stands here.");
        vectors().index(new IndexRequest(of, itsBot, itsSource, 1, List.of(segment)));
        vectors().complete(new Revision(of, itsBot, itsSource, 1));
    }

    private KnowledgeIndex vectors() {
        return parts.vectors();
    }
}
