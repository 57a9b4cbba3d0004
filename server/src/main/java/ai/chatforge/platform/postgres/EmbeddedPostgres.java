package ai.chatforge.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own on 127.0.0.1, with its data, programs and logs in one folder. It ends with
 * {@link #close()} or with this process, however that ends; what was committed is there again at the next start.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** What is in it is closed to others; an account that the server runs under must get through to its files. */
    private static final FileAttribute<?> PASSABLE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(2);

    private final PostgresCluster cluster;
    private final PostgresBinaries binaries;
    private final PostgresAccount account;
    private final FolderLock lock;
    private final String password;
    private ServerProcess server;
    private volatile boolean closed;

    private EmbeddedPostgres(
            PostgresCluster cluster, PostgresBinaries binaries, PostgresAccount account, FolderLock lock)
            throws IOException {
        this.cluster = cluster;
        this.binaries = binaries;
        this.account = account;
        this.lock = lock;
        this.password = cluster.password();
        this.server = ServerProcess.start(cluster, binaries, account, ServerProcess::freePort);
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
            EmbeddedPostgres started = new EmbeddedPostgres(cluster, binaries, account, lock);
            started.watch();
            return started;
        } catch (IOException e) {
            release(lock);
            throw new PostgresException("PostgreSQL cannot use " + base + ": " + reason(e), e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    /** Stays the same as long as this object lives. */
    public synchronized int port() {
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

    public synchronized boolean isRunning() {
        return server.isRunning();
    }

    /** Ends open sessions, waits until everything is on disk. */
    @Override
    public void close() {
        closed = true;
        stop();
    }

    private synchronized void stop() {
        try {
            server.stop();
        } finally {
            lock.close();
        }
    }

    /** Somebody may kill the server alone: it comes back at the same address, having recovered. */
    private void watch() {
        Thread.ofVirtual().name("postgres-watch").start(() -> {
            try {
                while (!closed) {
                    current().shell().waitFor();
                    restart();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized ServerProcess current() {
        return server;
    }

    private synchronized void restart() throws InterruptedException {
        if (closed) {
            return;
        }
        LOG.error("PostgreSQL has ended and is started again; its log is in {}", cluster.logs());
        int port = server.port();
        try {
            LeftOver.stop(cluster.folder(), LOG::info);
            server = ServerProcess.start(cluster, binaries, account, () -> port);
        } catch (IOException | RuntimeException e) {
            LOG.error("PostgreSQL cannot be started again at the moment", e);
            Thread.sleep(BETWEEN_RESTARTS);
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
