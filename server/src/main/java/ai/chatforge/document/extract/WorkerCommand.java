package ai.chatforge.document.extract;

import ai.chatforge.platform.process.LowPriority;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How this program is started once more as a worker, whichever way it was started itself. */
record WorkerCommand(
        String java,
        String classPath,
        boolean bootJar,
        long heapBytes,
        Path temporary,
        @Nullable Tesseract ocr,
        boolean inBackground) {
    private static final String MAIN = ExtractionWorker.class.getName();
    private static final String BOOT_LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    static WorkerCommand ofThisProcess(long heapBytes, Path temporary) throws IOException {
        return ofThisProcess(heapBytes, temporary, null);
    }

    static WorkerCommand ofThisProcess(long heapBytes, Path temporary, @Nullable Tesseract ocr) throws IOException {
        List<Path> entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                // the worker runs in another folder
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
        boolean bootJar = entries.size() == 1 && isBootJar(entries.getFirst());
        String classPath = entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new WorkerCommand(java.toString(), classPath, bootJar, heapBytes, temporary, ocr, false);
    }

    /** For files that nobody waits for. */
    WorkerCommand inTheBackground() {
        return new WorkerCommand(java, classPath, bootJar, heapBytes, temporary, ocr, true);
    }

    /** The jar as it is built holds its libraries inside; only its own launcher finds them. An extracted one does not. */
    private static boolean isBootJar(Path entry) throws IOException {
        if (!Files.isRegularFile(entry)) {
            return false;
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            return jar.getEntry(BOOT_LAUNCHER.replace('.', '/') + ".class") != null;
        }
    }

    /** @param folder the worker's own, for temporary files */
    List<String> line(Path folder) {
        List<String> line = new ArrayList<>(inBackground ? LowPriority.command() : List.of());
        line.addAll(List.of(
                java,
                "-Xmx" + (heapBytes >> 20) + "m",
                "-XX:+UseSerialGC",
                "-XX:MaxMetaspaceSize=128m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:ReservedCodeCacheSize=48m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + folder,
                "-Djdk.net.hosts.file=" + folder.resolve("no-hosts"),
                "-Djavax.xml.accessExternalDTD=",
                "-Djavax.xml.accessExternalSchema=",
                "-Djavax.xml.accessExternalStylesheet=",
                // libraries warn about every oddity of a file; nobody reads that
                "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                "-cp",
                classPath));
        if (ocr != null) {
            line.addAll(line.indexOf("-cp"), ocr.options());
        }
        if (bootJar) {
            line.add("-Dloader.main=" + MAIN);
            line.add(BOOT_LAUNCHER);
        } else {
            line.add(MAIN);
        }
        return line;
    }
}
