package ai.chatforge.document.extract;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads letters off pictures by Debian's program of that name, each picture in a process with limits of its own. */
public final class Tesseract {
    private static final String PROGRAM = "chatforge.ocr.program";
    private static final String LANGUAGES = "chatforge.ocr.languages";

    /** Kilobytes of address space, then seconds of processor time, then blocks of output. */
    private static final String LIMITS = "ulimit -v 1500000; ulimit -t 90; ulimit -f 65536; exec \"$0\" \"$@\"";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MAX_TEXT = 4 << 20;

    private final Path program;
    private final List<String> languages;
    private @Nullable String installed;

    private Tesseract(Path program, List<String> languages) {
        this.program = program;
        this.languages = languages;
    }

    /** On the server: whether the program is among those that can be called by name. */
    public static Optional<Tesseract> find(List<String> languages) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "tesseract"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> at(program, languages));
    }

    static Tesseract at(Path program, List<String> languages) {
        return new Tesseract(program.toAbsolutePath(), languages);
    }

    /** What tells a worker of it. */
    List<String> options() {
        return List.of("-D" + PROGRAM + "=" + program, "-D" + LANGUAGES + "=" + String.join(",", languages));
    }

    /** In a worker: null when it was not told of any. */
    static @Nullable Tesseract ofThisProcess() {
        String program = System.getProperty(PROGRAM);
        return program == null
                ? null
                : new Tesseract(
                        Path.of(program),
                        List.of(System.getProperty(LANGUAGES, "eng").split(",")));
    }

    /** @param picture in shades of grey; the program gets its own copy, never a file that somebody uploaded */
    String read(BufferedImage picture) throws IOException {
        Path file = Files.createTempFile("page", ".pgm");
        try {
            write(picture, file);
            return run(List.of(file.toString(), "stdout", "-l", installed()));
        } finally {
            Files.delete(file);
        }
    }

    private static void write(BufferedImage picture, Path file) throws IOException {
        byte[] shades = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(("P5 " + picture.getWidth() + " " + picture.getHeight() + " 255\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(shades);
        }
    }

    /** Those of the wanted languages that are there; the program refuses to work when one of them is not. */
    private String installed() throws IOException {
        if (installed == null) {
            List<String> there = run(List.of("--list-langs")).lines().toList();
            String both = languages.stream().filter(there::contains).collect(Collectors.joining("+"));
            if (both.isEmpty()) {
                throw new UnreadableException(
                        FailureCode.NO_TEXT,
                        "The file holds pictures, and text recognition (OCR) has none of the languages "
                                + String.join(", ", languages) + " here. Tell the operator.");
            }
            installed = both;
        }
        return installed;
    }

    private String run(List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(Path.of("/bin/sh"))) {
            line.addAll(List.of("/bin/sh", "-c", LIMITS));
        }
        line.add(program.toString());
        line.addAll(arguments);
        Path text = Files.createTempFile("page", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectOutput(text.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("OMP_THREAD_LIMIT", "1");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!await(process)) {
                throw new IOException("tesseract took too long");
            }
            if (process.exitValue() != 0) {
                throw new IOException("tesseract ended with " + process.exitValue());
            }
            try (InputStream in = Files.newInputStream(text)) {
                return new String(in.readNBytes(MAX_TEXT), StandardCharsets.UTF_8);
            }
        } finally {
            Files.delete(text);
        }
    }

    private static boolean await(Process process) throws IOException {
        try {
            return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
