package ai.chatforge.document.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Five hundred hostile files through detection and real workers: each gets an answer, and nobody else notices. */
class HostileCorpusTest {
    private static final int WORKERS = 2;
    private static final int HEAP_MEGABYTES = 192;

    /** Code, stacks, buffers of decoders. */
    private static final int REST_MEGABYTES = 300;

    private static final ExtractionLimits LIMITS = new ExtractionLimits(
            WORKERS,
            DataSize.ofMegabytes(HEAP_MEGABYTES),
            Duration.ofSeconds(8),
            Duration.ofSeconds(20),
            Duration.ofMinutes(1),
            20_000_000,
            20_000);

    @TempDir
    private Path folder;

    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

    @Test
    void fiveHundredHostileFilesAreAnsweredAndHarmNobody() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "the-secret-of-the-server");
        VisitCounter server = new VisitCounter();
        try (server;
                ForkedTextExtractor extractor = new ForkedTextExtractor(LIMITS, folder, recognition())) {
            Map<String, byte[]> files = HostileCorpus.make(folder, server.address(), secret);
            assertThat(files).hasSize(HostileCorpus.SIZE);
            try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
                List<Future<?>> all = new ArrayList<>();
                files.forEach((name, content) -> all.add(threads.submit(() -> {
                    look(extractor, name, content);
                    return null;
                })));
                for (Future<?> one : all) {
                    one.get();
                }
            }
            for (long worker : extractor.workers()) {
                checkProcess(worker);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(server.visits()).isZero();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("extraction-"));
        }
    }

    private void look(ForkedTextExtractor extractor, String name, byte[] content) throws Exception {
        Path file = Files.write(folder.resolve(name), content);
        Collected read = Collected.from(extractor, file);
        if (read.text().contains("the-secret-of-the-server") || read.text().contains("root:x:")) {
            wrong.add(name + ": a secret is out");
        }
        if (read.outcome() instanceof ExtractionResult.Failed failed) {
            // a sentence for people, that says no more than they need
            if (!failed.message().matches("(?s)[A-Z].{15,400}[.]")
                    || failed.message().matches("(?s).*(Exception|Error|ai\\.chatforge|/tmp).*")) {
                wrong.add(name + ": " + failed.code() + " " + failed.message());
            }
            if (failed.code() == FailureCode.EXTRACTION_CRASHED
                    || failed.code() == FailureCode.EXTRACTION_UNAVAILABLE) {
                wrong.add(name + ": " + failed.code());
            }
        }
        Files.delete(file);
    }

    /** A program in place of Tesseract, so that pictures are unpacked here as they would be. */
    private Tesseract recognition() throws IOException {
        return FakeTesseract.saying("recognised", folder);
    }

    private void checkProcess(long pid) throws IOException {
        Path process = Path.of("/proc/" + pid);
        if (!Files.exists(process)) {
            return;
        }
        long most = Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                .max()
                .orElse(0);
        if (most > HEAP_MEGABYTES + REST_MEGABYTES) {
            wrong.add("a worker took " + most + " MB");
        }
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            for (Path one : open.toList()) {
                if (Files.exists(one) && Files.readSymbolicLink(one).toString().startsWith("socket:")) {
                    wrong.add("a worker has a socket");
                }
            }
        }
    }
}
