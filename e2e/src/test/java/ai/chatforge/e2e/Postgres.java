package ai.chatforge.e2e;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;

/** A database in the PostgreSQL server that {@code .ci/run} started, with an owner and a login for each process. */
final class Postgres {
    private static final String PASSWORD = "only-for-tests";

    private final URI server;
    private final String database;

    private Postgres(URI server, String database) {
        this.server = server;
        this.database = database;
    }

    static Postgres create(String name) {
        String url = Optional.ofNullable(System.getenv("CHATFORGE_TEST_POSTGRES_URL"))
                .orElseThrow(() -> new AssertionError(
                        "CHATFORGE_TEST_POSTGRES_URL must name a PostgreSQL server with a superuser's login, such as"
                                + " postgresql://postgres:secret@127.0.0.1:5432/postgres. .ci/run starts one."));
        Postgres postgres = new Postgres(URI.create(url), "e2e_" + name.replace('-', '_'));
        postgres.run("drop database if exists " + postgres.database + " with (force)");
        postgres.makeLogin(postgres.owner(), "createrole");
        postgres.run("create database %s owner %s".formatted(postgres.database, postgres.owner()));
        return postgres;
    }

    String ownerUrl() {
        return url(owner());
    }

    /** A login without any right of its own; the server grants it the roles of the services that a process hosts. */
    String login(String process) {
        String login = database + "_" + process;
        makeLogin(login, "noinherit");
        return url(login);
    }

    private String owner() {
        return database + "_owner";
    }

    private void makeLogin(String login, String options) {
        run("""
                do $$ begin
                  if not exists (select from pg_roles where rolname = '%1$s') then
                    create role %1$s login %2$s password '%3$s';
                  end if;
                end $$
                """.formatted(login, options, PASSWORD));
    }

    private String url(String login) {
        return "postgresql://%s:%s@%s:%d/%s".formatted(login, PASSWORD, server.getHost(), server.getPort(), database);
    }

    private void run(String sql) {
        String[] account = Objects.requireNonNull(server.getUserInfo()).split(":", 2);
        String jdbc = "jdbc:postgresql://%s:%d%s".formatted(server.getHost(), server.getPort(), server.getPath());
        try (Connection connection = DriverManager.getConnection(jdbc, account[0], account[1]);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
