package ai.chatforge.platform.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A ChatForge stand-in in a process of its own, that tests kill. */
record EmbeddedPostgresProcess(Process process, BufferedReader output) {
    public static void main(String[] args) throws InterruptedException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]), _ -> {})) {
            System.out.println(postgres.jdbcUrl("postgres"));
            Thread.currentThread().join();
        } catch (PostgresException e) {
            System.out.println(e.getMessage());
        }
    }

    static EmbeddedPostgresProcess start(Path base, String... prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedPostgresProcess.class.getName(),
                base.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new EmbeddedPostgresProcess(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** The address once it runs, or what it had to say. */
    String firstLine() {
        try {
            return String.valueOf(output.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
