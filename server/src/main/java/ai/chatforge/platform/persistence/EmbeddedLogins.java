package ai.chatforge.platform.persistence;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the database and its two logins inside the embedded server; their passwords never leave the data folder. */
final class EmbeddedLogins {
    private static final String DATABASE = "chatforge";

    private EmbeddedLogins() {}

    static Logins prepare(EmbeddedPostgres server, DataFolder folder) {
        String owner = folder.secret("postgres-owner");
        String runtime = folder.secret("postgres-runtime");
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("postgres"), server.superuser(), server.password());
                Statement sql = connection.createStatement()) {
            if (!exists(sql, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
                create(sql, owner, runtime);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded database could not be prepared", e);
        }
        String url = server.jdbcUrl(DATABASE);
        return new Logins(new PostgresUrl(url, "chatforge_owner", owner), new PostgresUrl(url, "chatforge", runtime));
    }

    // The database comes last: a crash in between leaves roles that the next start finds and keeps.
    private static void create(Statement sql, String owner, String runtime) throws SQLException {
        login(sql, "chatforge_owner", "createrole", owner);
        login(sql, "chatforge", "noinherit", runtime);
        sql.execute("create database " + DATABASE + " owner chatforge_owner");
    }

    private static void login(Statement sql, String name, String options, String password) throws SQLException {
        boolean there = exists(sql, "select 1 from pg_roles where rolname = '" + name + "'");
        sql.execute(
                (there ? "alter" : "create") + " role " + name + " login " + options + " password '" + password + "'");
    }

    private static boolean exists(Statement sql, String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            return rows.next();
        }
    }
}
