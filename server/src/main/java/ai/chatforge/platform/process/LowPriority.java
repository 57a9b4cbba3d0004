package ai.chatforge.platform.process;

import java.io.File;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work for the processor that nobody waits for, and that must not keep those waiting who chat: the kernel gives it what
 * others leave. On systems other than Linux and macOS it is work like any other.
 */
public final class LowPriority {
    private static final Logger LOG = LoggerFactory.getLogger(LowPriority.class);

    /** Of 19; each step is a fifth less of the processor while others want it too, so this is a third of their share. */
    private static final int NICENESS = 5;

    private LowPriority() {}

    /**
     * Platform threads. On macOS they are as others: there only processes have a priority. What such a thread starts has its
     * priority, too; so it must not wake virtual threads, which may need a carrier that is started then.
     */
    public static ThreadFactory threads(String name) {
        ThreadFactory usual = Thread.ofPlatform().name(name, 0).daemon().factory();
        return work -> usual.newThread(() -> {
            lowerThisThread();
            work.run();
        });
    }

    /** What stands ahead of a program and its arguments. */
    public static List<String> command() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "nice"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(nice -> List.of(nice.toString(), "-n", Integer.toString(NICENESS)))
                .orElse(List.of());
    }

    /** Linux counts threads as processes here. */
    private static void lowerThisThread() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        FunctionDescriptor form = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle setPriority = linker.downcallHandle(
                    linker.defaultLookup().find("setpriority").orElseThrow(), form);
            int thisThread = 0;
            int processes = 0;
            int failed = (int) setPriority.invokeExact(processes, thisThread, NICENESS);
            if (failed != 0) {
                LOG.debug("The whole process has a lower priority already");
            }
        } catch (Throwable e) {
            // Work that goes on at the usual priority is better than none.
            LOG.warn("Work in the background cannot be given a lower priority", e);
        }
    }
}
