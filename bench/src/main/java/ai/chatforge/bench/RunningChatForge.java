package ai.chatforge.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that {@code ./chatforge start} runs, on 127.0.0.1 and in a data folder of its own. */
final class RunningChatForge implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final int port;
    private final Duration startTime;
    private final Path log;
    private int heaps;

    private RunningChatForge(Process process, int port, Duration startTime, Path log) {
        this.process = process;
        this.port = port;
        this.startTime = startTime;
        this.log = log;
    }

    static RunningChatForge start(Workshop shop, Path data, Map<String, String> environment)
            throws IOException, InterruptedException {
        int port = Workshop.freePort();
        long begin = System.nanoTime();
        Process process = launch(shop, data, environment, port);
        while (!healthy(port)) {
            if (process.waitFor(5, TimeUnit.MILLISECONDS) || System.nanoTime() - begin > START_PATIENCE.toNanos()) {
                process.destroy();
                throw new IOException("ChatForge does not start:\n" + Files.readString(log(shop)));
            }
        }
        return new RunningChatForge(process, port, Duration.ofNanos(System.nanoTime() - begin), log(shop));
    }

    private static Path log(Workshop shop) {
        return shop.folder().resolve("server.log");
    }

    private static Process launch(Workshop shop, Path data, Map<String, String> environment, int port)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        shop.root().resolve("chatforge").toString(), "start", "--port=" + port, "--data-dir=" + data)
                .redirectErrorStream(true)
                .redirectOutput(log(shop).toFile());
        builder.environment().put("CHATFORGE_USER_BASEPLAN", "enterprise");
        builder.environment().put("CHATFORGE_AUTH_SIGNUP", "immediate");
        builder.environment().put("CHATFORGE_AUTH_LIMITS_SIGNUP", "0");
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** A start that is killed after some time, whether it was ready or not. */
    static void killedAtStart(Workshop shop, Path data, Map<String, String> environment, Duration after)
            throws IOException, InterruptedException {
        Process process = launch(shop, data, environment, Workshop.freePort());
        if (process.waitFor(after)) {
            throw new IOException("ChatForge does not start:\n" + Files.readString(log(shop)));
        }
        process.destroyForcibly().onExit().join();
    }

    /** As by kill -9; its database and its workers have to notice by themselves. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    int port() {
        return port;
    }

    /** From the launcher's start to the first good answer of /health. */
    Duration startTime() {
        return startTime;
    }

    /** The launcher becomes the JVM, so this is the server. */
    ProcessFigures server() throws IOException {
        return ProcessFigures.of(List.of(process.toHandle()));
    }

    /** PostgreSQL and what else the server has started. */
    ProcessFigures postgres() throws IOException {
        return ProcessFigures.of(process.descendants()
                .filter(p -> ProcessFigures.commandLine(p).contains("postgres"))
                .toList());
    }

    /** The processes that read files. */
    ProcessFigures workers() throws IOException {
        return ProcessFigures.of(process.descendants()
                .filter(p -> ProcessFigures.commandLine(p).contains("ExtractionWorker"))
                .toList());
    }

    /** From now on the server's peak is counted anew. */
    void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc", Long.toString(process.pid()), "clear_refs"), "5");
    }

    /** Heap in use after a collection, in bytes; what it holds is written down beside the log. */
    long liveHeap() throws IOException, InterruptedException {
        String histogram = jcmd("GC.class_histogram");
        Files.writeString(log.resolveSibling("heap-" + ++heaps + ".txt"), histogram);
        return Long.parseLong(histogram.strip().replaceAll("(?s).*\\s", ""));
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return said;
    }

    private static boolean healthy(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .startsWith("HTTP/1.1 200");
        } catch (SocketException refusedOrReset) {
            // Reset: the start tries the port, before it listens on it.
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
