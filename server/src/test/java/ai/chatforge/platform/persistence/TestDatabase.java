package ai.chatforge.platform.persistence;

import ai.chatforge.platform.postgres.EmbeddedPostgres;
import ai.chatforge.platform.postgres.TestPostgres;
import ai.chatforge.platform.service.ServiceName;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.DigestUtils;

/** A database of its own for a test class, with all schemas, roles and migrations, copied from a template in no time. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String PASSWORD = "test";

    private final String name;
    private final HikariDataSource pool;

    private TestDatabase(String name) {
        this.name = name;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestPostgres.server().jdbcUrl(name));
        config.setUsername("chatforge");
        config.setPassword(PASSWORD);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(30);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(10_000);
        this.pool = new HikariDataSource(config);
    }

    public static TestDatabase create() {
        String name = "test_" + COUNT.incrementAndGet();
        TestPostgres.asSuperuser(
                "postgres", "create database %s template %s owner chatforge_owner".formatted(name, Template.NAME));
        return new TestDatabase(name);
    }

    /** The service's view of it; another process's view when called twice. */
    public Database of(ServiceName service) {
        return new Database(service, pool);
    }

    /** What a server under test is configured with to use it. */
    public String url() {
        return url("chatforge", name);
    }

    public String ownerUrl() {
        return url("chatforge_owner", name);
    }

    /** Looks behind row-level security. */
    public List<String> asSuperuser(String... statements) {
        return TestPostgres.asSuperuser(name, statements);
    }

    @Override
    public void close() {
        pool.close();
        TestPostgres.asSuperuser("postgres", "drop database " + name + " with (force)");
    }

    private static String url(String user, String database) {
        return "postgresql://%s:%s@127.0.0.1:%d/%s?sslmode=disable"
                .formatted(user, PASSWORD, TestPostgres.server().port(), database);
    }

    /** Made once for each state of the migrations; the server keeps it over test runs. */
    private static final class Template {
        static final String NAME = prepare();

        private static String prepare() {
            String name = "template_" + fingerprint();
            login("chatforge_owner", "createrole");
            login("chatforge", "noinherit");
            List<String> there = TestPostgres.asSuperuser(
                    "postgres", "select datname from pg_database where datname ~ '^(test|template|making)_'");
            for (String database : there) {
                if (!database.equals(name)) {
                    TestPostgres.asSuperuser("postgres", "drop database " + database + " with (force)");
                }
            }
            if (!there.contains(name)) {
                make(name);
            }
            return name;
        }

        // Renamed when it is complete, so that an aborted run leaves no half template.
        private static void make(String name) {
            TestPostgres.asSuperuser("postgres", "create database making_template owner chatforge_owner");
            EmbeddedPostgres server = TestPostgres.server();
            String url = server.jdbcUrl("making_template");
            new Schemas(new Logins(
                            new PostgresUrl(url, "chatforge_owner", PASSWORD),
                            new PostgresUrl(url, "chatforge", PASSWORD)))
                    .bringUpToDate(Arrays.stream(ServiceName.values())
                            .filter(ServiceName::hasDatabase)
                            .toList());
            TestPostgres.asSuperuser("postgres", "alter database making_template rename to " + name);
        }

        private static void login(String name, String options) {
            TestPostgres.asSuperuser("postgres", """
                    do $$ begin
                      if not exists (select from pg_roles where rolname = '%1$s') then
                        create role %1$s login %2$s password '%3$s';
                      end if;
                    end $$
                    """.formatted(name, options, PASSWORD));
        }

        private static String fingerprint() {
            try {
                PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
                Resource[] migrations = resolver.getResources("classpath*:db/**/*.sql");
                Resource schemas = resolver.getResource("classpath:ai/chatforge/platform/persistence/Schemas.class");
                StringBuilder all = new StringBuilder();
                for (Resource resource :
                        (Iterable<Resource>) Stream.concat(
                                Arrays.stream(migrations).sorted(Comparator.comparing(Template::address)),
                                Stream.of(schemas))::iterator) {
                    all.append(resource.getFilename())
                            .append(HexFormat.of().formatHex(resource.getContentAsByteArray()));
                }
                return DigestUtils.md5DigestAsHex(all.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String address(Resource resource) {
            try {
                return resource.getURL().toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
