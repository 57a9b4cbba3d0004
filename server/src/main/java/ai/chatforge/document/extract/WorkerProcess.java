package ai.chatforge.document.extract;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** A running worker, seen from the server. */
final class WorkerProcess implements AutoCloseable {
    /** Frames held for a slow receiver; the pipe holds some more, then the worker waits. */
    private static final int FRAMES_AHEAD = 8;

    /** Without its locale a worker cannot open paths with letters beyond ASCII. */
    private static final Set<String> KEPT_VARIABLES = Set.of("LANG", "LC_ALL", "LC_CTYPE", "SystemRoot");

    private static final int LAST_WORDS = 4_000;

    private final Process process;
    private final Path folder;
    private final DataOutputStream requests;
    private final BlockingQueue<Frame> frames = new ArrayBlockingQueue<>(FRAMES_AHEAD);
    private final StringBuilder complaints = new StringBuilder();
    private final Thread reading;
    private int files;

    private WorkerProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        reading = Thread.ofVirtual().name("extraction-frames").start(this::readFrames);
        Thread.ofVirtual().name("extraction-complaints").start(this::readComplaints);
    }

    static WorkerProcess start(WorkerCommand command) throws IOException {
        Path folder = Files.createTempDirectory(command.temporary(), "extraction-");
        try {
            ProcessBuilder builder = new ProcessBuilder(command.line(folder)).directory(folder.toFile());
            // keys and passwords of the server are none of the worker's business
            builder.environment().keySet().retainAll(KEPT_VARIABLES);
            return new WorkerProcess(builder.start(), folder);
        } catch (IOException | RuntimeException e) {
            FileSystemUtils.deleteRecursively(folder);
            throw e;
        }
    }

    private void readFrames() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 64 << 10))) {
            Frame frame;
            do {
                frame = nextOrEnded(in);
                frames.put(frame);
            } while (!(frame instanceof Frame.Ended));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            complain(e.toString());
        }
    }

    private Frame nextOrEnded(DataInputStream in) {
        try {
            return Frame.read(in);
        } catch (IOException | RuntimeException e) {
            complain(e.toString());
            return new Frame.Ended();
        }
    }

    private void readComplaints() {
        try (var in = process.errorReader(StandardCharsets.UTF_8)) {
            char[] chars = new char[1_000];
            for (int read = in.read(chars); read >= 0; read = in.read(chars)) {
                complain(new String(chars, 0, read));
            }
        } catch (IOException e) {
            complain(e.toString());
        }
    }

    private void complain(String words) {
        synchronized (complaints) {
            complaints.append(words);
            complaints.delete(0, Math.max(0, complaints.length() - LAST_WORDS));
        }
    }

    void ask(Request request) throws IOException {
        files++;
        request.write(requests);
    }

    /** Null when nothing came in that time. */
    @Nullable
    Frame next(Duration patience) throws InterruptedException {
        return frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    int files() {
        return files;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** The end of what it wrote to its error stream. */
    String lastWords() {
        synchronized (complaints) {
            return complaints.toString().strip();
        }
    }

    /** How it ended; to be asked after {@link Frame.Ended}. A process that only closed its output is ended here. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** Returns when the process is gone, with its files. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        reading.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
