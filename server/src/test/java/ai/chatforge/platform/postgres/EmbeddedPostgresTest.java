package ai.chatforge.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

class EmbeddedPostgresTest {
    private static final boolean ROOT = new UnixSystem().getUid() == 0;

    /** Shared, because unpacking and creating take longest; each test leaves it stopped. */
    @TempDir
    static Path shared;

    @BeforeAll
    static void firstStart() throws SQLException {
        try (EmbeddedPostgres postgres = start()) {
            execute(postgres, "create table note(text text)");
        }
    }

    @Test
    void keepsDataOverARestart() throws SQLException {
        try (EmbeddedPostgres postgres = start()) {
            execute(postgres, "insert into note values ('restart')");
        }
        try (EmbeddedPostgres postgres = start()) {
            assertThat(notes(postgres)).contains("restart");
        }
    }

    @Test
    void isDurableAndReadsUnicode() throws SQLException {
        try (EmbeddedPostgres postgres = start()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(query(postgres, "show " + setting)).as(setting).containsExactly("on");
            }
            assertThat(query(postgres, "show server_encoding")).containsExactly("UTF8");
            assertThat(query(postgres, "select lower('ÄÖÉ')")).containsExactly("äöé");
        }
    }

    @Test
    void demandsThePassword() {
        try (EmbeddedPostgres postgres = start()) {
            for (String wrong : List.of("", "postgres", postgres.password() + "x")) {
                assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), "postgres", wrong))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password");
            }
        }
    }

    @Test
    void keepsItsSecretsFromOthers() throws IOException {
        assertThat(permissions("superuser.password")).isEqualTo("rw-------");
        assertThat(permissions("cluster")).isEqualTo("rwx------");
        assertThat(permissions("log")).isEqualTo("rwx------");
    }

    @Test
    void comesBackByItselfWhenTheServerIsKilled() throws SQLException, IOException {
        try (EmbeddedPostgres postgres = start()) {
            execute(postgres, "insert into note values ('server killed')");
            int port = postgres.port();
            runningServer(shared).destroyForcibly();
            await().atMost(Duration.ofSeconds(30))
                    .ignoreException(SQLException.class)
                    .until(() -> notes(postgres).contains("server killed"));
            assertThat(postgres.port()).isEqualTo(port);
        }
    }

    @Test
    void staysDownOnceClosed() throws SQLException {
        EmbeddedPostgres postgres = start();
        postgres.close();
        assertThat(postgres.isRunning()).isFalse();
        assertThatThrownBy(() -> notes(postgres)).isInstanceOf(SQLException.class);
        start().close();
    }

    @Test
    void recoversAfterOurProcessWasKilled() throws Exception {
        EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(shared);
        try {
            insert(child.firstLine(), "process killed");
        } finally {
            child.kill();
        }
        try (EmbeddedPostgres postgres = start()) {
            assertThat(notes(postgres)).contains("process killed");
        }
    }

    @Test
    void theServerEndsWithOurProcess() throws Exception {
        EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(shared);
        child.firstLine();
        ProcessHandle server = runningServer(shared);
        child.kill();
        await().atMost(Duration.ofSeconds(30)).until(() -> !server.isAlive());
    }

    @Test
    void stopsAServerThatLostItsWatchdog() throws Exception {
        EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(shared);
        insert(child.firstLine(), "orphan");
        ProcessHandle orphan = runningServer(shared);
        child.process()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("sh"))
                .forEach(ProcessHandle::destroyForcibly);
        child.kill();
        assertThat(orphan.isAlive()).isTrue();

        try (EmbeddedPostgres postgres = start()) {
            // It gives its folder free a moment before it is gone itself.
            await().atMost(Duration.ofSeconds(30)).until(() -> !orphan.isAlive());
            assertThat(notes(postgres)).contains("orphan");
        }
    }

    @Test
    void refusesAFolderInUse() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            assertThatThrownBy(EmbeddedPostgresTest::start)
                    .isInstanceOf(PostgresException.class)
                    .hasMessageContaining("in use by another ChatForge");
            EmbeddedPostgresProcess other = EmbeddedPostgresProcess.start(shared);
            assertThat(other.firstLine()).contains("in use by another ChatForge");
            other.process().waitFor();
            assertThat(notes(postgres)).isNotNull();
        }
    }

    @Test
    void ignoresAStaleProcessFileWhoseNumberNowIsAnotherProgram() throws Exception {
        String stale =
                ProcessHandle.current().pid() + "\n" + shared.resolve("cluster") + "\n0\n5432\n\n127.0.0.1\n0\nready\n";
        Files.writeString(Postmaster.file(shared.resolve("cluster")), stale);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(notes(postgres)).isNotNull();
        }
    }

    @Test
    void unpacksAgainWhenAProgramIsDamaged() throws Exception {
        try (var folders = Files.list(shared)) {
            Path binaries = folders.filter(
                            folder -> folder.getFileName().toString().startsWith("bin-"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(binaries.resolve("bin").resolve("postgres"), "torn");
        }
        try (EmbeddedPostgres postgres = start()) {
            assertThat(notes(postgres)).isNotNull();
        }
    }

    @Test
    void redoesAHalfDoneCreation(@TempDir Path base) throws Exception {
        Files.createDirectories(base.resolve("cluster.tmp").resolve("base"));
        Files.writeString(base.resolve("cluster.tmp").resolve("PG_VERSION"), "18");
        Files.createDirectories(base.resolve("bin.tmp").resolve("bin"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(base, _ -> {})) {
            assertThat(query(postgres, "select 'whole'")).containsExactly("whole");
        }
    }

    @Test
    void saysWhyAFolderCannotBeUsed(@TempDir Path parent) throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedPostgres.start(file.resolve("postgres"), _ -> {}))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void saysWhatTheServerSaidWhenItDoesNotStart() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(
                        shared, _ -> {}, Map.of("shared_buffers", "no number"), PostgresAccount.candidates()))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("shared_buffers");
    }

    @Test
    void runsUnderEveryAccountThatThisMachineOffers() throws Exception {
        Path base = Files.createTempDirectory("chatforge-accounts");
        // As a server's data folder is: closed to others.
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx------"));
        List<PostgresAccount> accounts = ROOT
                ? List.of(PostgresAccount.unprivileged("nobody"), PostgresAccount.userNamespace())
                : PostgresAccount.candidates();
        for (PostgresAccount account : accounts) {
            try (EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(base.resolve("postgres"), _ -> {}, Map.of(), List.of(account))) {
                assertThat(query(postgres, "select 'up'")).containsExactly("up");
            }
        }
        FileSystemUtils.deleteRecursively(base);
    }

    @Test
    void runsForAnOrdinaryUser() throws Exception {
        // For root: a namespace in which this process is nobody, with the same rights on files.
        String[] prefix = ROOT ? new String[] {"unshare", "--user"} : new String[0];
        EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(shared, prefix);
        try {
            assertThat(child.firstLine()).startsWith("jdbc:postgresql://127.0.0.1:");
        } finally {
            child.kill();
        }
    }

    private static EmbeddedPostgres start() {
        return EmbeddedPostgres.start(shared, _ -> {});
    }

    private static ProcessHandle runningServer(Path base) throws IOException {
        return Postmaster.of(base.resolve("cluster"))
                .flatMap(Postmaster::process)
                .orElseThrow();
    }

    private static String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(shared.resolve(name)));
    }

    private static List<String> notes(EmbeddedPostgres postgres) throws SQLException {
        return query(postgres, "select text from note");
    }

    private static void insert(String url, String note) throws SQLException, IOException {
        String password = Files.readString(shared.resolve("superuser.password"));
        try (Connection connection = DriverManager.getConnection(url, "postgres", password);
                Statement statement = connection.createStatement()) {
            statement.execute("insert into note values ('" + note + "')");
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(EmbeddedPostgres postgres, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                values.add(result.getString(1));
            }
        }
        return values;
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("postgres"), postgres.superuser(), postgres.password());
    }
}
