package ai.chatforge.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server writes about itself into {@code postmaster.pid} of its data directory.
 *
 * @param ready true once it accepts connections
 */
record Postmaster(long pid, Path cluster, boolean ready) {
    private static final int PID = 0;
    private static final int DIRECTORY = 1;
    private static final int STATUS = 7;

    static Optional<Postmaster> of(Path cluster) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file(cluster));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.size() <= DIRECTORY || !lines.get(PID).strip().matches("-?\\d{1,18}")) {
            return Optional.empty();
        }
        boolean ready = lines.size() > STATUS && lines.get(STATUS).startsWith("ready");
        return Optional.of(
                new Postmaster(Math.abs(Long.parseLong(lines.get(PID).strip())), Path.of(lines.get(DIRECTORY)), ready));
    }

    static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** The process, if it still is a PostgreSQL on this data directory: a process id alone may have been given to another program. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::servesCluster);
    }

    private boolean servesCluster(ProcessHandle process) {
        return commandLine(process).contains("postgres") && commandLine(process).contains(cluster.toString());
    }

    private static String commandLine(ProcessHandle process) {
        try {
            // The handle hides the arguments of processes in other user namespaces.
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException noSuchFileSystem) {
            return process.info().commandLine().orElse("");
        }
    }
}
