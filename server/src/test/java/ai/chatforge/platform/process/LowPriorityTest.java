package ai.chatforge.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LowPriorityTest {
    /** Behind the name. */
    private static final int NICE = 16;

    @Test
    void itsThreadsGiveWayAndNoOthersDo() throws Exception {
        Callable<Integer> niceness = () -> niceness(Files.readString(Path.of("/proc/thread-self/stat")));
        int usual = niceness.call();
        try (ExecutorService low = Executors.newFixedThreadPool(2, LowPriority.threads("low-"))) {
            assertThat(low.submit(niceness).get()).isGreaterThanOrEqualTo(Math.max(5, usual));
            assertThat(low.submit(() -> Thread.currentThread().getName()).get()).startsWith("low-");
        }
        assertThat(niceness.call()).isEqualTo(usual);
    }

    @Test
    void itsProgramsGiveWay() throws IOException {
        List<String> line = new ArrayList<>(LowPriority.command());
        line.addAll(List.of("cat", "/proc/self/stat"));
        Process process = new ProcessBuilder(line).start();
        String stat = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(niceness(stat)).isGreaterThanOrEqualTo(5);
    }

    /** Counted behind the name, which may hold anything. */
    private static int niceness(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Integer.parseInt(fields[NICE]);
    }
}
