package ai.chatforge.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL with pgvector: the one that CHATFORGE_TEST_PGVECTOR_URL names, or PGlite in Node, whose packages are fetched
 * when they are not there.
 */
final class TestPgVector {
    /** PGlite is one session, and what several connections do there at once hangs now and then. */
    static final int CONNECTIONS = 1;

    private static final Path FOLDER = Path.of("src/test/pgvector");

    private static @Nullable Process server;
    private static String url = "";

    private TestPgVector() {}

    static synchronized String url() {
        String given = System.getenv("CHATFORGE_TEST_PGVECTOR_URL");
        if (given != null && !given.isBlank()) {
            return given;
        }
        if (server == null) {
            start();
        }
        return url;
    }

    private static void start() {
        try {
            if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
                int end = program("npm", "ci", "--no-audit", "--no-fund").waitFor();
                if (end != 0) {
                    throw new IOException("npm ci in " + FOLDER.toAbsolutePath() + " failed");
                }
            }
            int port = freePort();
            server = program(
                    "node",
                    "node_modules/@electric-sql/pglite-socket/dist/scripts/server.js",
                    "--db=memory://",
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--max-connections=20",
                    "--extensions=@electric-sql/pglite-pgvector:vector");
            Runtime.getRuntime().addShutdownHook(new Thread(TestPgVector::stop));
            // One after the other they are the same session, in which names of prepared statements would meet.
            url = "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres?sslmode=disable&prepareThreshold=0";
            Awaitility.await("PGlite").atMost(Duration.ofMinutes(5)).until(() -> listens(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Process program(String... command) throws IOException {
        Files.createDirectories(Path.of("target"));
        return new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "pgvector.log").toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    static synchronized void stop() {
        Process running = server;
        server = null;
        if (running != null) {
            running.destroy();
        }
    }
}
