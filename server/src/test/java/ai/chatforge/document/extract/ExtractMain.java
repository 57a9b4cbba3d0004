package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** By hand: {@code ExtractMain <file> [quiet]} prints what comes out. */
final class ExtractMain {
    private ExtractMain() {}

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        boolean quiet = args.length > 1;
        try (ForkedTextExtractor extractor =
                new ForkedTextExtractor(ExtractionLimits.standard(), Path.of(System.getProperty("java.io.tmpdir")))) {
            Detection detection = extractor.detect(file, file.getFileName().toString());
            System.out.println(detection);
            if (!(detection instanceof Detection.Accepted(DetectedType type))) {
                return;
            }
            for (int i = 0; i < (quiet ? 2 : 1); i++) {
                long start = System.nanoTime();
                System.out.println(extractor.extract(file, type, new ExtractionListener() {
                    @Override
                    public void segment(Segment segment) {
                        if (!quiet) {
                            System.out.println("=== " + segment.ordinal() + " page " + segment.page() + " section "
                                    + segment.section() + "\n" + segment.text());
                        }
                    }

                    @Override
                    public void progress(int done, @Nullable Integer total) {}
                }));
                System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
                ProcessHandle.current().children().forEach(child -> System.out.println(memory(child.pid())));
            }
        }
    }

    private static String memory(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM") || line.startsWith("VmRSS"))
                    .toList()
                    .toString();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
