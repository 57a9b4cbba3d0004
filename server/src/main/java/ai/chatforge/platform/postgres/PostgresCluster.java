package ai.chatforge.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/** The data directory of the server: made at first start, configured at every start. */
record PostgresCluster(Path base, Map<String, String> overrides) {
    static final String SUPERUSER = "postgres";
    static final FileAttribute<?> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** For a small machine, and so that what is committed survives a power cut. */
    private static final List<String> SETTINGS = List.of(
            "fsync = on",
            "synchronous_commit = on",
            "full_page_writes = on",
            "listen_addresses = '127.0.0.1'",
            "unix_socket_directories = ''",
            "password_encryption = 'scram-sha-256'",
            "max_connections = 100",
            "shared_buffers = '96MB'",
            "work_mem = '8MB'",
            "maintenance_work_mem = '64MB'",
            "effective_cache_size = '512MB'",
            "min_wal_size = '80MB'",
            "max_wal_size = '512MB'",
            "random_page_cost = 1.1",
            "io_workers = 2",
            "huge_pages = off",
            "jit = off",
            // Statements that were planned while a table was nearly empty are planned anew once it was looked at.
            "autovacuum_naptime = 10s",
            "timezone = 'UTC'",
            "log_timezone = 'UTC'",
            "datestyle = 'iso, mdy'",
            "default_text_search_config = 'pg_catalog.english'",
            "logging_collector = on",
            "log_filename = 'postgres-%a.log'",
            "log_rotation_age = '1d'",
            "log_rotation_size = 0",
            "log_truncate_on_rotation = on",
            "log_file_mode = 0600",
            "log_line_prefix = '%m [%p] %u@%d '",
            "log_checkpoints = off");

    Path folder() {
        return base.resolve("cluster");
    }

    Path logs() {
        return base.resolve("log");
    }

    void prepare(PostgresBinaries binaries, PostgresAccount account, Consumer<String> progress) throws IOException {
        if (Files.notExists(logs())) {
            Files.createDirectory(logs(), PRIVATE_FOLDER);
        }
        account.own(logs());
        if (Files.notExists(folder())) {
            progress.accept("Creating the database");
            create(binaries, account);
        }
        account.own(folder());
        checkVersion(binaries);
    }

    String password() throws IOException {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new PostgresException(
                    "The database password cannot be read from " + passwordFile() + ": restore the file from a backup",
                    e);
        }
    }

    /** Written at every start: what the server runs with follows the program's version, not the first start's. */
    void configure() throws IOException {
        Path settings = folder().resolve("postgresql.conf");
        Files.writeString(
                settings, """
                # Written by ChatForge at each start. Own settings: ALTER SYSTEM, which takes precedence.
                %s
                log_directory = '%s'
                %s
                """.formatted(String.join("\n", SETTINGS), quoted(logs().toString()), overridden()));
        Path access = folder().resolve("pg_hba.conf");
        Files.writeString(access, "host all all 127.0.0.1/32 scram-sha-256\n");
    }

    private String overridden() {
        return overrides.entrySet().stream()
                .map(setting -> setting.getKey() + " = '" + quoted(setting.getValue()) + "'")
                .collect(Collectors.joining("\n"));
    }

    private static String quoted(String value) {
        return value.replace("'", "''");
    }

    private Path passwordFile() {
        return base.resolve("superuser.password");
    }

    /** In a temporary folder that is renamed when whole, so that a crash half-way leaves nothing that looks like data. */
    private void create(PostgresBinaries binaries, PostgresAccount account) throws IOException {
        Path temporary = base.resolve("cluster.tmp");
        FileSystemUtils.deleteRecursively(temporary);
        Files.createDirectory(temporary, PRIVATE_FOLDER);
        writePassword();
        Path password = temporary.resolveSibling("initdb.password");
        Files.copy(passwordFile(), password, StandardCopyOption.REPLACE_EXISTING);
        account.own(temporary);
        account.own(password);
        Command.Result result = Command.run(account.command(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + temporary,
                "--username=" + SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums",
                "--no-instructions")));
        Files.deleteIfExists(password);
        if (result.exitCode() != 0) {
            throw new PostgresException(
                    "The database could not be created in " + base + ": " + complaint(result.output()));
        }
        Files.move(temporary, folder(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What went wrong, without the rest of what initdb has to tell. */
    private static String complaint(String output) {
        List<String> lines = output.lines()
                .filter(line -> line.contains("FATAL:") || line.contains("error:"))
                .map(line -> line.replaceAll("^.*(?:FATAL|error): *", ""))
                .toList();
        return lines.isEmpty() ? output.strip() : String.join("; ", lines);
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    private void checkVersion(PostgresBinaries binaries) throws IOException {
        String data = Files.readString(folder().resolve("PG_VERSION")).strip();
        String program = binaries.folder().getFileName().toString();
        if (program.matches("bin-\\d.*") && !program.startsWith("bin-" + data + ".")) {
            throw new PostgresException("The data in " + folder() + " was written by PostgreSQL " + data
                    + ", this build brings " + program.substring("bin-".length())
                    + ": export it with the ChatForge version that wrote it, and import it into a new data folder");
        }
    }
}
