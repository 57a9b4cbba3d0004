package ai.chatforge.vector;

import ai.chatforge.platform.persistence.PostgresUrl;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tables of a PostgreSQL with the extension pgvector, one for each model, in the schema {@code chatforge_index}. */
final class PgVectorStore implements PassageStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PgVectorStore.class);
    /** The first version that looks on when a filter took away what the index of vectors gave. */
    private static final List<Integer> OLDEST = List.of(0, 8);
    /** What pgvector can index of numbers of 32 bits, and of 16. */
    private static final int WHOLE = 2000;

    private static final int HALF = 4000;
    private static final long PATIENCE_MILLIS = 5_000;

    private final HikariDataSource source;
    private final JdbcTemplate sql;

    PgVectorStore(PostgresUrl url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("pgvector");
        config.setJdbcUrl(url.jdbcUrl());
        config.setUsername(url.user());
        config.setPassword(url.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        // The server may come later than this program.
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "60");
        this.source = new HikariDataSource(config);
        this.sql = new JdbcTemplate(source);
    }

    @Override
    public PassageIndex open(EmbeddingModel model) throws IOException {
        if (model.dimension() > HALF) {
            throw new IOException("pgvector can index vectors of up to " + HALF + " numbers, and the model "
                    + model.id() + " gives " + model.dimension());
        }
        String table = table(model);
        String type = model.dimension() <= WHOLE ? "vector" : "halfvec";
        try {
            prepare();
            sql.execute("""
                create table if not exists %1$s (
                  id        uuid     not null,
                  pending   boolean  not null,
                  bot_id    uuid     not null,
                  source_id uuid     not null,
                  revision  int      not null,
                  terms     tsvector not null,
                  embedding %2$s(%3$d) not null,
                  primary key (id, pending)
                )
                """.formatted(table, type, model.dimension()));
            String name = table.substring(table.indexOf('.') + 1);
            sql.execute("create index if not exists %s_near on %s using hnsw (embedding %s_cosine_ops)"
                    .formatted(name, table, type));
            sql.execute("create index if not exists %s_terms on %s using gin (terms)".formatted(name, table));
            sql.execute("create index if not exists %s_bot on %s (bot_id)".formatted(name, table));
            sql.execute("create index if not exists %s_source on %s (source_id)".formatted(name, table));
            // What an earlier run did not commit.
            sql.update("delete from " + table + " where pending");
            return new PgVectorIndex(source, table, type);
        } catch (DataAccessException e) {
            throw new IOException("The PostgreSQL of chatforge.vector.pgvector-url cannot be used", e);
        }
    }

    private List<String> version() {
        return sql.query("select extversion from pg_extension where extname = 'vector'", (rs, n) -> rs.getString(1));
    }

    private void prepare() throws IOException {
        // Asked first: creating it takes rights that using it does not.
        List<String> version = version();
        if (version.isEmpty()) {
            sql.execute("create extension vector");
            version = version();
        }
        String[] parts = version.getFirst().split("\\.", -1);
        int major = Integer.parseInt(parts[0]);
        if (major == OLDEST.getFirst() && Integer.parseInt(parts[1]) < OLDEST.getLast()) {
            throw new IOException("pgvector " + version.getFirst() + " is too old: 0.8 or newer is needed");
        }
        sql.execute("create schema if not exists chatforge_index");
    }

    @Override
    public void clear(EmbeddingModel model) throws IOException {
        try {
            sql.execute("drop table if exists " + table(model));
        } catch (DataAccessException e) {
            throw new IOException("The table of the model " + model.id() + " could not be dropped", e);
        }
    }

    @Override
    public void keepOnly(List<EmbeddingModel> models) throws IOException {
        List<String> kept = models.stream().map(PgVectorStore::table).toList();
        try {
            for (String table : sql.queryForList(
                    "select schemaname || '.' || tablename from pg_tables where schemaname = 'chatforge_index'"
                            + " and tablename ~ '^passage_[0-9a-f]{16}$'",
                    String.class)) {
                if (!kept.contains(table)) {
                    LOG.info("The search index {} is of no more use and dropped", table);
                    sql.execute("drop table if exists " + table);
                }
            }
        } catch (DataAccessException e) {
            throw new IOException("The PostgreSQL of chatforge.vector.pgvector-url cannot be used", e);
        }
    }

    static String table(EmbeddingModel model) {
        return "chatforge_index.passage_" + ModelHash.of(model);
    }

    @Override
    public void close() {
        source.close();
    }
}
