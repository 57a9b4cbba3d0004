package ai.chatforge.e2e;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that {@code ./chatforge start} made; it can be killed and started again with the same port and folder. */
final class Launched implements AutoCloseable {
    private static final Path LAUNCHER =
            Path.of("..", "chatforge").toAbsolutePath().normalize();
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration STOP = Duration.ofSeconds(40);

    private final String name;
    private final int port;
    private final Path dataFolder;
    private final List<String> options;
    private final Map<String, String> environment;
    private @Nullable Process process;

    Launched(String name, int port, List<String> options, Map<String, String> environment) {
        this(name, port, Path.of("target", "data", name).toAbsolutePath(), options, environment);
    }

    Launched(String name, int port, Path dataFolder, List<String> options, Map<String, String> environment) {
        this.name = name;
        this.port = port;
        this.dataFolder = dataFolder;
        this.options = List.copyOf(options);
        this.environment = Map.copyOf(environment);
        Folders.deleteAll(dataFolder);
        Runtime.getRuntime().addShutdownHook(new Thread(this::endWithTests));
    }

    // A run that is broken off must leave nothing behind that holds the folder or the port.
    private void endWithTests() {
        if (process != null) {
            process.destroy();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Path dataFolder() {
        return dataFolder;
    }

    Path log() {
        return Path.of("target", "logs", name + ".log");
    }

    /** Starts without waiting. */
    Launched launch() {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--port", Integer.toString(port)));
        process = run(log(), commandLine("start", all));
        return this;
    }

    Launched start() {
        return launch().awaitHealthy();
    }

    Launched awaitHealthy() {
        await().atMost(START).pollInterval(Duration.ofMillis(200)).until(this::healthy);
        return this;
    }

    private boolean healthy() {
        if (process != null && !process.isAlive()) {
            throw new AssertionError(name + " ended at its start:\n" + Folders.read(log()));
        }
        return Http.get(address().resolve("/health"))
                .filter(status -> status == 200)
                .isPresent();
    }

    /** Like pulling the plug. Only of the server itself: its database, a child, must notice by itself. */
    void kill() {
        running().destroyForcibly();
        awaitEnd();
    }

    void stop() {
        running().destroy();
        awaitEnd();
    }

    /** As an operator, or a system that shuts down, ends it; gives how long that took. */
    Duration terminate() {
        long begin = System.nanoTime();
        stop();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Runs another command on the same data folder to its end; gives what it printed. */
    String command(String command, String... arguments) {
        Path output =
                Path.of("target", "logs", name + "-" + command.replace(' ', '-') + "-" + UUID.randomUUID() + ".log");
        Process other = run(output, commandLine(command, List.of(arguments)));
        try {
            if (!other.waitFor(START)) {
                other.destroyForcibly();
                throw new AssertionError("chatforge " + command + " does not end:\n" + Folders.read(output));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Folders.read(output) + "exit " + other.exitValue();
    }

    /** What the doctor says of it, stopped, with the settings that it runs with. */
    String doctor() {
        return command(
                "doctor",
                options.stream()
                        .filter(option -> option.startsWith("--chatforge."))
                        .toArray(String[]::new));
    }

    private List<String> commandLine(String command, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(LAUNCHER.toString()));
        all.addAll(List.of(command.split(" ", -1)));
        all.addAll(List.of("--data-dir", dataFolder.toString()));
        all.addAll(arguments);
        return all;
    }

    private Process run(Path output, List<String> command) {
        try {
            Files.createDirectories(output.getParent());
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return builder.redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    private void awaitEnd() {
        try {
            if (!running().waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                running().destroyForcibly();
                throw new AssertionError(name + " did not stop within " + STOP);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }
}
