package ai.chatforge.platform.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A short program run to its end. */
final class Command {
    private Command() {}

    record Result(int exitCode, String output) {}

    static Result run(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notFound) {
            return new Result(127, String.valueOf(notFound.getMessage()));
        }
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while running " + command.getFirst(), e);
        }
    }

    /** Sends a signal that the JDK has no method for. */
    static void signal(String name, long pid) throws IOException {
        // The shell's own kill: the program is missing from slim images.
        run(List.of("sh", "-c", "kill -s " + name + " " + pid));
    }
}
