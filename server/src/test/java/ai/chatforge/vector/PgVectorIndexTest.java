package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.platform.persistence.PostgresUrl;
import ai.chatforge.vector.PassageIndex.SourceKey;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** On a real pgvector: see {@link TestPgVector}, which has one session only, so nothing happens at the same time. */
class PgVectorIndexTest extends PassageIndexContractTest {
    private static final SourceKey SOURCE = new SourceKey(new UUID(1, 9), new UUID(2, 9), 1);

    private final PostgresUrl url = PostgresUrl.parse(TestPgVector.url());
    private final PgVectorStore store = new PgVectorStore(url, TestPgVector.CONNECTIONS);
    private final NamedModel model = new NamedModel("contract", MiniLm.DIMENSION);

    @Override
    PassageIndex open() throws IOException {
        return store.open(model);
    }

    @Override
    int many() {
        return 400;
    }

    @AfterEach
    void drop() throws IOException {
        store.clear(model);
        store.close();
    }

    @AfterAll
    static void end() {
        TestPgVector.stop();
    }

    @Test
    void erasedWordsAndVectorsAreInNoRow() throws IOException {
        put(index, SOURCE, List.of(entry(9000, "the word zyxwvutsrqponm", axis(7))));
        assertThat(rowsWith("zyxwvutsrqponm")).isEqualTo(1);
        index.deleteSource(SOURCE.sourceId());
        index.commit();
        index.erase();
        assertThat(rowsWith("zyxwvutsrqponm")).isZero();
        assertThat(rowsWith("")).isZero();
    }

    @Test
    void bodiesAreNotStoredInTheIndex() throws IOException {
        put(index, SOURCE, List.of(entry(9000, "These words were replaced.", axis(7))));
        assertThat(rowsWith("replac")).isEqualTo(1);
        assertThat(rowsWith("replaced")).isZero();
    }

    @Test
    void whatAnEarlierRunDidNotCommitIsClearedAway() throws IOException {
        index.replace(SOURCE, many(10, 0));
        index.close();
        index = open();
        assertThat(rowsWith("")).isZero();
    }

    @Test
    void replacingAndDeletingBeforeOneCommitIsDoneInThatOrder() throws IOException {
        put(index, SOURCE, many(3, 0));
        index.replace(SOURCE, many(5, 0));
        index.replace(SOURCE, many(4, 0));
        index.commit();
        assertThat(index.contents()).containsEntry(SOURCE, 4);
        index.deleteBot(SOURCE.botId());
        index.replace(SOURCE, many(2, 0));
        index.commit();
        assertThat(index.contents()).containsEntry(SOURCE, 2);
        index.replace(SOURCE, many(2, 0));
        index.deleteSource(SOURCE.sourceId());
        index.commit();
        assertThat(index.contents()).isEmpty();
    }

    @Test
    void longVectorsAreKeptInHalfThePrecisionAndLongerOnesRefused() throws IOException {
        NamedModel large = new NamedModel("large", 3072);
        float[] vector = new float[3072];
        vector[3071] = 1;
        try (PassageIndex wide = store.open(large)) {
            put(wide, SOURCE, List.of(entry(1, "pump", vector)));
            assertThat(wide.candidates(SOURCE.botId(), new Question("", vector, 1), 5))
                    .singleElement()
                    .satisfies(found -> assertThat(found.closeness()).isGreaterThan(0.99));
        } finally {
            store.clear(large);
        }
        assertThatThrownBy(() -> store.open(new NamedModel("huge", 4001))).hasMessageContaining("4000");
    }

    @Test
    void indexesOfModelsThatNobodyWantsAreDropped() throws IOException {
        NamedModel other = new NamedModel("other", 4);
        store.open(other).close();
        assertThat(isThere(other)).isTrue();
        store.keepOnly(List.of(model));
        assertThat(isThere(other)).isFalse();
        assertThat(isThere(model)).isTrue();
    }

    private boolean isThere(EmbeddingModel of) {
        DriverManagerDataSource source = new DriverManagerDataSource(url.jdbcUrl(), url.user(), url.password());
        return Boolean.TRUE.equals(new JdbcTemplate(source)
                .queryForObject("select to_regclass(?) is not null", Boolean.class, PgVectorStore.table(of)));
    }

    @Test
    void aServerThatIsNotThereIsAnError() {
        try (PgVectorStore none = new PgVectorStore(PostgresUrl.parse("postgresql://u:secret@127.0.0.1:1/none"), 1)) {
            assertThatThrownBy(() -> none.open(model))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("chatforge.vector.pgvector-url");
        }
    }

    private long rowsWith(String text) {
        DriverManagerDataSource source = new DriverManagerDataSource(url.jdbcUrl(), url.user(), url.password());
        Long count = new JdbcTemplate(source)
                .queryForObject(
                        "select count(*) from " + PgVectorStore.table(model) + " where strpos(terms::text, ?) > 0",
                        Long.class,
                        text.isEmpty() ? "'" : "'" + text + "'");
        return count == null ? 0 : count;
    }
}
