package ai.chatforge.vector;

import ai.chatforge.platform.persistence.PostgresUrl;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** On a real pgvector: no row, live or pending, has the word. */
class PgVectorDeletionTest extends StoreDeletionContractTest {
    private final PostgresUrl url = PostgresUrl.parse(TestPgVector.url());
    private final PgVectorStore store = new PgVectorStore(url, TestPgVector.CONNECTIONS);

    @Override
    PassageStore store() {
        return store;
    }

    @Override
    boolean has(String word) {
        DriverManagerDataSource source = new DriverManagerDataSource(url.jdbcUrl(), url.user(), url.password());
        Long rows = new JdbcTemplate(source)
                .queryForObject(
                        "select count(*) from " + PgVectorStore.table(model) + " t where strpos(t::text, ?) > 0",
                        Long.class,
                        word);
        return rows != null && rows > 0;
    }

    @Override
    void closeStore() throws IOException {
        store.clear(model);
        store.close();
    }

    @AfterAll
    static void end() {
        TestPgVector.stop();
    }
}
