package ai.chatforge.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A server that outlived the ChatForge that started it. The caller holds the folder's lock, so nobody needs it any more. */
final class LeftOver {
    private static final Duration FAST = Duration.ofSeconds(60);
    private static final Duration IMMEDIATE = Duration.ofSeconds(15);

    private LeftOver() {}

    static void stop(Path cluster, Consumer<String> progress) throws IOException {
        Optional<ProcessHandle> process = Postmaster.of(cluster).flatMap(Postmaster::process);
        if (process.isPresent()) {
            progress.accept("Stopping the PostgreSQL of a ChatForge that was killed");
            if (!signal(process.get(), "INT", FAST) && !signal(process.get(), "QUIT", IMMEDIATE)) {
                throw new PostgresException("The PostgreSQL left over from an earlier run (process "
                        + process.get().pid() + ") does not end: end it yourself and start again");
            }
        }
        // Also when its process id now belongs to another program, which PostgreSQL would take for itself.
        Files.deleteIfExists(Postmaster.file(cluster));
    }

    private static boolean signal(ProcessHandle process, String signal, Duration patience) throws IOException {
        Command.signal(signal, process.pid());
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while PostgreSQL was ending", e);
        }
    }
}
