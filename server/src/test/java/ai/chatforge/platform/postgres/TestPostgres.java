package ai.chatforge.platform.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The server that all tests of this process share. It stays in {@code target} for the next run, and is fast instead of
 * durable. Tests use {@code ai.chatforge.platform.persistence.TestDatabase}.
 */
public final class TestPostgres {
    private static final Map<String, String> FAST =
            Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off", "max_connections", "400");
    private static final int PARALLEL_RUNS = 8;

    private TestPostgres() {}

    public static EmbeddedPostgres server() {
        return Holder.SERVER;
    }

    /** Runs statements as the superuser; gives the first column of the last one. */
    public static List<String> asSuperuser(String database, String... statements) {
        EmbeddedPostgres server = server();
        List<String> values = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(database), server.superuser(), server.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                if (statement.execute(sql)) {
                    values.clear();
                    ResultSet rows = statement.getResultSet();
                    while (rows.next()) {
                        values.add(rows.getString(1));
                    }
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();

        // Another test run may hold the first folder; the server ends with this process.
        private static EmbeddedPostgres start() {
            for (int run = 0; ; run++) {
                try {
                    Path folder = Path.of("target", "test-postgres-" + run);
                    return EmbeddedPostgres.start(folder, _ -> {}, FAST, PostgresAccount.candidates());
                } catch (PostgresException e) {
                    if (run == PARALLEL_RUNS || !String.valueOf(e.getMessage()).contains("in use")) {
                        throw e;
                    }
                }
            }
        }
    }
}
