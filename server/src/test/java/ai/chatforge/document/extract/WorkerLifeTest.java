package ai.chatforge.document.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Worker processes: used again, ended when they fail, never left behind. */
class WorkerLifeTest {
    @TempDir
    private Path folder;

    private HostileFiles files;

    @BeforeEach
    void files() {
        files = new HostileFiles(folder);
    }

    private static ExtractionLimits limits(Duration silence, Duration total, Duration idle) {
        return new ExtractionLimits(1, DataSize.ofMegabytes(96), silence, total, idle, 2_000_000, 500);
    }

    private static ExtractionLimits usual() {
        return limits(Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(1));
    }

    private static List<ProcessHandle> processes(ForkedTextExtractor extractor) {
        return extractor.workers().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
    }

    private void readsTheNextFile(ForkedTextExtractor extractor) throws Exception {
        Path next = files.text("next.txt", "The next file is read.");
        assertThat(Collected.from(extractor, next).text()).isEqualTo("The next file is read.");
    }

    @Test
    void aWorkerIsUsedAgain() throws Exception {
        try (ForkedTextExtractor extractor =
                new ForkedTextExtractor(usual(), Path.of(System.getProperty("java.io.tmpdir")))) {
            readsTheNextFile(extractor);
            List<Long> first = extractor.workers();
            Collected.from(extractor, files.encryptedPdf()).failed();
            readsTheNextFile(extractor);
            assertThat(extractor.workers()).isEqualTo(first).hasSize(1);
        }
    }

    @Test
    void anIdleWorkerEndsAndLeavesNothing() throws Exception {
        try (ForkedTextExtractor extractor = new ForkedTextExtractor(
                limits(Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMillis(200)),
                Path.of(System.getProperty("java.io.tmpdir")))) {
            readsTheNextFile(extractor);
            List<ProcessHandle> workers = processes(extractor);
            await().until(() -> extractor.workers().isEmpty());
            await().until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
            readsTheNextFile(extractor);
        }
    }

    @Test
    void noMemoryCostsOneFile() throws Exception {
        try (ForkedTextExtractor extractor =
                new ForkedTextExtractor(usual(), Path.of(System.getProperty("java.io.tmpdir")))) {
            ExtractionResult.Failed failed =
                    Collected.from(extractor, files.bombPdf(300)).failed();
            assertThat(failed.code()).isEqualTo(FailureCode.EXTRACTION_OUT_OF_MEMORY);
            readsTheNextFile(extractor);
        }
    }

    @Test
    void silenceCostsOneFile() throws Exception {
        try (ForkedTextExtractor extractor = new ForkedTextExtractor(
                limits(Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofMinutes(1)),
                Path.of(System.getProperty("java.io.tmpdir")))) {
            ExtractionResult.Failed failed =
                    Collected.from(extractor, files.bombPdf(300)).failed();
            assertThat(failed.code()).isEqualTo(FailureCode.EXTRACTION_TIMEOUT);
            assertThat(extractor.workers()).isEmpty();
        }
    }

    @Test
    void aCrashCostsOneFile() throws Exception {
        try (ForkedTextExtractor extractor =
                new ForkedTextExtractor(usual(), Path.of(System.getProperty("java.io.tmpdir")))) {
            Path file = files.longPdf(400);
            ExtractionResult result = extractor.extract(file, DetectedType.PDF, new ExtractionListener() {
                @Override
                public void segment(Segment segment) {
                    processes(extractor).forEach(ProcessHandle::destroy);
                }

                @Override
                public void progress(int done, @Nullable Integer total) {}
            });
            assertThat(result).isInstanceOfSatisfying(ExtractionResult.Failed.class, failed -> assertThat(failed.code())
                    .isEqualTo(FailureCode.EXTRACTION_CRASHED));
            readsTheNextFile(extractor);
        }
    }

    @Test
    void aWorkerThatDiedWhileIdleCostsNoFile() throws Exception {
        try (ForkedTextExtractor extractor =
                new ForkedTextExtractor(usual(), Path.of(System.getProperty("java.io.tmpdir")))) {
            readsTheNextFile(extractor);
            processes(extractor).forEach(ProcessHandle::destroyForcibly);
            readsTheNextFile(extractor);
        }
    }

    @Test
    void tooManyPagesAndTooMuchTextAreRefused() throws Exception {
        try (ForkedTextExtractor extractor =
                new ForkedTextExtractor(usual(), Path.of(System.getProperty("java.io.tmpdir")))) {
            ExtractionResult.Failed pages =
                    Collected.from(extractor, files.longPdf(501)).failed();
            assertThat(pages.code()).isEqualTo(FailureCode.FILE_TOO_LARGE);
            assertThat(pages.message()).contains("501", "500", "Split");
            ExtractionResult.Failed text =
                    Collected.from(extractor, files.longLine(3)).failed();
            assertThat(text.code()).isEqualTo(FailureCode.FILE_TOO_LARGE);
            readsTheNextFile(extractor);
        }
    }

    @Test
    void whatTheListenerThrowsReachesTheCaller() throws Exception {
        try (ForkedTextExtractor extractor =
                new ForkedTextExtractor(usual(), Path.of(System.getProperty("java.io.tmpdir")))) {
            Path file = files.longPdf(400);
            assertThatThrownBy(() -> extractor.extract(file, DetectedType.PDF, new ExtractionListener() {
                        @Override
                        public void segment(Segment segment) {
                            throw new IllegalStateException("the database is away");
                        }

                        @Override
                        public void progress(int done, @Nullable Integer total) {}
                    }))
                    .hasMessage("the database is away");
            assertThat(extractor.workers()).isEmpty();
            readsTheNextFile(extractor);
        }
    }

    @Test
    void anInterruptEndsTheWorker() throws Exception {
        try (ForkedTextExtractor extractor =
                new ForkedTextExtractor(usual(), Path.of(System.getProperty("java.io.tmpdir")))) {
            Path file = files.bombPdf(300);
            AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
            Thread thread = Thread.ofVirtual().start(() -> {
                try {
                    Collected.from(extractor, file);
                } catch (Exception e) {
                    thrown.set(e);
                }
            });
            await().until(() -> !extractor.workers().isEmpty());
            thread.interrupt();
            thread.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            assertThat(extractor.workers()).isEmpty();
        }
    }

    @Test
    void aWorkerEndsWithItsParent() throws Exception {
        Path file = files.bombPdf(300);
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExtractMain.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = parent.inputReader()) {
            out.readLine();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> parent.children().findAny().isPresent());
            ProcessHandle worker = parent.children().findAny().orElseThrow();
            parent.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(30)).until(() -> !worker.isAlive());
        }
    }

    @Test
    void theServersSecretsStayWithIt() throws Exception {
        WorkerCommand command = WorkerCommand.ofThisProcess(96 << 20, Path.of(System.getProperty("java.io.tmpdir")));
        try (WorkerProcess worker = WorkerProcess.start(command)) {
            assertThat(worker.next(Duration.ofMinutes(1))).isEqualTo(new Frame.Ready());
            Path environment = Path.of("/proc/" + worker.pid() + "/environ");
            if (Files.exists(environment)) {
                assertThat(Files.readString(environment)).doesNotContain("PATH=", "HOME=");
            }
        }
    }
}
