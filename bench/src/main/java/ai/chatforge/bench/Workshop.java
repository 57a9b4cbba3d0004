package ai.chatforge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Where measurements are made: the repository, a folder for what they write, and the machine.
 *
 * @param root the repository
 * @param folder deleted by nobody but the measurements themselves
 */
record Workshop(Path root, Path folder) {
    static final long SEED = 42;

    static Workshop at(Path root) throws IOException {
        Path folder = root.resolve("build/bench");
        Files.createDirectories(folder);
        return new Workshop(root, folder);
    }

    /** An empty folder of that name. */
    Path empty(String name) throws IOException {
        Path path = folder.resolve(name);
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return path;
    }

    /** Runs a program that is kept among the server's tests, because it uses what is package-private there. */
    void serverTests(String mainClass, String... arguments) throws IOException, InterruptedException {
        if (new ProcessBuilder(serverTest(mainClass, arguments))
                        .inheritIO()
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException(mainClass + " failed");
        }
    }

    private List<String> serverTest(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                root.resolve("server/target/test-classes") + ":" + root.resolve("build/app/chatforge.jar") + ":"
                        + root.resolve("build/app/lib") + "/*",
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    /** How long such a program takes until it prints its first line; it is ended then. */
    Duration untilFirstLine(String mainClass) throws IOException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(serverTest(mainClass))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            if (lines.readLine() == null) {
                throw new IOException(mainClass + " failed");
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        } finally {
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

    /** What a figure depends on. */
    String machine() throws IOException, InterruptedException {
        return "%d cores (%s), %d MB, Linux %s, JDK %s, commit %s, seed %d, load %s, pace %.2f"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        line("/proc/cpuinfo", "model name").replaceAll(".*:\\s*", ""),
                        Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024,
                        System.getProperty("os.version"),
                        Runtime.version(),
                        commit(),
                        SEED,
                        load(),
                        pace());
    }

    /**
     * CPU seconds that a fixed piece of work takes just now, at the best of some times. Other work on the machine makes
     * it longer, by shared cores and caches, and all other figures with it.
     */
    static double pace() {
        return DoubleStream.generate(Workshop::oneRound).limit(5).min().orElseThrow();
    }

    private static double oneRound() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        byte[] bytes = new byte[1 << 16];
        long before = threads.getCurrentThreadCpuTime();
        long sum = 0;
        for (int i = 0; i < 4_000; i++) {
            bytes[i] = (byte) sum;
            CRC32C crc = new CRC32C();
            crc.update(bytes);
            sum += crc.getValue() ^ Arrays.hashCode(bytes);
        }
        return (threads.getCurrentThreadCpuTime() - before) / 1e9 + (sum == 0 ? 1 : 0);
    }

    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }

    private static String line(String file, String start) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElse("0");
    }

    private String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .directory(root.toFile())
                .start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? commit : "unknown";
    }
}
