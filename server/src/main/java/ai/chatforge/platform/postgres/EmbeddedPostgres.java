package ai.chatforge.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of our own on 127.0.0.1, with its data, programs and logs in one folder. It ends with
 * {@link #close()} or with this process, however that ends; what was committed is there again at the next start.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** What is in it is closed to others; an account that the server runs under must get through to its files. */
    private static final FileAttribute<?> PASSABLE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));

    private final ServerProcess server;
    private final FolderLock lock;
    private final String password;

    private EmbeddedPostgres(ServerProcess server, FolderLock lock, String password) {
        this.server = server;
        this.lock = lock;
        this.password = password;
    }

    /**
     * Starts the server, creating what is missing.
     *
     * @param base the folder for the server's files, used by nothing else
     * @param progress is told what takes long, in words for the operator
     * @throws PostgresException if it cannot run; the message says why
     */
    public static EmbeddedPostgres start(Path base, Consumer<String> progress) {
        return start(base, progress, Map.of(), PostgresAccount.candidates());
    }

    static EmbeddedPostgres start(
            Path folder, Consumer<String> progress, Map<String, String> overrides, List<PostgresAccount> accounts) {
        Path base = folder.toAbsolutePath().normalize();
        FolderLock lock = null;
        try {
            Files.createDirectories(base, PASSABLE);
            lock = FolderLock.take(base);
            PostgresCluster cluster = new PostgresCluster(base, overrides);
            LeftOver.stop(cluster.folder(), progress);
            PostgresBinaries binaries = PostgresBinaries.unpackInto(base, progress);
            PostgresAccount account = PostgresAccount.choose(accounts, base, binaries);
            cluster.prepare(binaries, account, progress);
            cluster.configure();
            String password = cluster.password();
            return new EmbeddedPostgres(ServerProcess.start(cluster, binaries, account), lock, password);
        } catch (IOException e) {
            release(lock);
            throw new PostgresException("PostgreSQL cannot use " + base + ": " + reason(e), e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    public String superuser() {
        return PostgresCluster.SUPERUSER;
    }

    public String password() {
        return password;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + "?sslmode=disable&gssEncMode=disable";
    }

    /** False once the server has ended, wanted or not. */
    public boolean isRunning() {
        return server.isRunning();
    }

    /** Ends open sessions, waits until everything is on disk. */
    @Override
    public void close() {
        try {
            server.stop();
        } finally {
            release(lock);
        }
    }

    private static void release(@Nullable FolderLock lock) {
        if (lock != null) {
            lock.close();
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
