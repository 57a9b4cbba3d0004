package ai.chatforge.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** The running server behind a shell that ends it as soon as our end of its standard input closes. */
record ServerProcess(Process shell, Path cluster, int port) {
    private static final int ATTEMPTS = 5;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(300);
    private static final Duration START_PATIENCE = Duration.ofMinutes(10);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final int LOG_TAIL = 2_000;

    /**
     * Keeps the server out of the terminal's reach (Ctrl-C would end it before its clients) and ties it to this process
     * instead: the operating system closes the pipe even after kill -9.
     */
    private static final String WATCHDOG = """
            exec 3<&0
            "$@" </dev/null 3<&- & server=$!
            { while read -r line; do :; done; kill -s INT $server; } <&3 >/dev/null 2>&1 & watchdog=$!
            exec 3<&-
            wait $server; code=$?
            kill $watchdog 2>/dev/null
            exit $code
            """;

    private static final String OWN_SESSION = """
            if command -v setsid >/dev/null; then exec setsid sh -c "$0" sh "$@"; else set -m; eval "$0"; fi
            """;

    /** @param ports gives the port of each attempt */
    static ServerProcess start(
            PostgresCluster cluster, PostgresBinaries binaries, PostgresAccount account, IntSupplier ports)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            ServerProcess server = launch(cluster, binaries, account, ports.getAsInt());
            if (server.awaitReady()) {
                return server;
            }
            String log = tail(cluster.logs());
            if (attempt == ATTEMPTS || !isPassing(log)) {
                throw new PostgresException("PostgreSQL did not start. It says: " + log);
            }
            pause();
        }
    }

    /** Another program took the port, or the children of a killed server have not all ended yet. */
    private static boolean isPassing(String log) {
        return log.contains("could not bind") || log.contains("still in use");
    }

    private static ServerProcess launch(
            PostgresCluster cluster, PostgresBinaries binaries, PostgresAccount account, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", OWN_SESSION, WATCHDOG));
        command.addAll(account.command(List.of(
                binaries.program("postgres").toString(),
                "-D",
                cluster.folder().toString(),
                "-p",
                Integer.toString(port))));
        Process shell = new ProcessBuilder(command)
                .directory(cluster.base().toFile())
                .redirectErrorStream(true)
                .redirectOutput(cluster.logs().resolve("start.log").toFile())
                .start();
        return new ServerProcess(shell, cluster.folder(), port);
    }

    boolean isRunning() {
        return shell.isAlive();
    }

    /** False if the server ended instead. Recovery after a crash may take long; an early poll keeps the usual start short. */
    private boolean awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        try {
            while (!Postmaster.of(cluster).map(Postmaster::ready).orElse(false)) {
                if (shell.waitFor(10, TimeUnit.MILLISECONDS)) {
                    return false;
                }
                if (System.nanoTime() > deadline) {
                    stop();
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while PostgreSQL was starting", e);
        }
    }

    void stop() {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                // Not clean, yet safe: the next start recovers.
                Optional<Postmaster> postmaster = Postmaster.of(cluster);
                if (postmaster.isPresent()) {
                    Command.signal("QUIT", postmaster.get().pid());
                }
                shell.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new PostgresException("PostgreSQL cannot be stopped", e);
        } catch (InterruptedException e) {
            // It ends by itself: its standard input is closed.
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while PostgreSQL was starting", e);
        }
    }

    private static String tail(Path logs) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path log : files.sorted(
                            Comparator.comparingLong(ServerProcess::modified).reversed())
                    .limit(2)
                    .toList()) {
                String content = Files.readString(log);
                text.append(content.substring(Math.max(0, content.length() - LOG_TAIL)));
            }
        }
        return text.toString().strip();
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }
}
