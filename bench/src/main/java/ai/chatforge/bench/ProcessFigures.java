package ai.chatforge.bench;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What some processes have used, from /proc.
 *
 * @param cpu of user and system
 * @param resident bytes in memory; shared ones are divided among those that share them
 * @param peak highest sum of bytes in memory, shared ones counted for each
 */
record ProcessFigures(int count, Duration cpu, long resident, long peak) {
    private static final long TICKS_PER_SECOND = 100;

    static ProcessFigures of(List<ProcessHandle> processes) throws IOException {
        long ticks = 0;
        long resident = 0;
        long peak = 0;
        int count = 0;
        for (ProcessHandle process : processes) {
            try {
                Path proc = Path.of("/proc", Long.toString(process.pid()));
                String stat = Files.readString(proc.resolve("stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                resident += kilobytes(proc.resolve("smaps_rollup"), "Pss:");
                peak += kilobytes(proc.resolve("status"), "VmHWM:");
                count++;
            } catch (FileSystemException ended) {
                // It is no longer part of the picture.
            }
        }
        return new ProcessFigures(count, Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND), resident, peak);
    }

    Duration cpuSince(ProcessFigures earlier) {
        return cpu.minus(earlier.cpu);
    }

    static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException ended) {
            return "";
        }
    }

    static String megabytes(long bytes) {
        return Math.round(bytes / 1_000_000.0) + " MB";
    }

    private static long kilobytes(Path file, String key) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
