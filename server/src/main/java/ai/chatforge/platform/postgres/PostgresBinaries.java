package ai.chatforge.platform.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.springframework.util.FileSystemUtils;

/** The server's programs, unpacked once per version from the archive on the class path. */
record PostgresBinaries(Path folder) {
    private static final Pattern VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)+)\\.jar");

    /** Lists every file with its size: written last, so that a folder without it, or unlike it, is unpacked again. */
    private static final String MANIFEST = "manifest";

    static PostgresBinaries unpackInto(Path base, Consumer<String> progress) throws IOException {
        URL archive = archive();
        Matcher version = VERSION.matcher(archive.toString());
        Path folder = base.resolve("bin-" + (version.find() ? version.group(1) : "local"));
        if (!isWhole(folder)) {
            progress.accept("Unpacking PostgreSQL");
            removeAll(base);
            Path temporary = base.resolve("bin.tmp");
            unpack(archive, temporary);
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresBinaries(folder);
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static URL archive() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch", "").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "postgres-" + os + "-" + arch + ".txz";
        URL url = PostgresBinaries.class.getResource("/" + name);
        if (url == null) {
            throw new PostgresException("This build holds no PostgreSQL for " + os + " " + arch
                    + ": build on such a machine, or set CHATFORGE_DATABASE_URL to a server of yours");
        }
        return url;
    }

    private static boolean isWhole(Path folder) throws IOException {
        Path manifest = folder.resolve(MANIFEST);
        return Files.isRegularFile(manifest) && Files.readAllLines(manifest).equals(listing(folder));
    }

    private static List<String> listing(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !file.endsWith(MANIFEST)) {
                    lines.add(Files.size(file) + " " + folder.relativize(file));
                }
            }
        }
        return lines;
    }

    private static void removeAll(Path base) throws IOException {
        try (Stream<Path> entries = Files.list(base)) {
            for (Path old : (Iterable<Path>)
                    entries.filter(entry -> entry.getFileName().toString().startsWith("bin"))::iterator) {
                FileSystemUtils.deleteRecursively(old);
            }
        }
    }

    private static void unpack(URL archive, Path target) throws IOException {
        try (InputStream raw = archive.openStream();
                InputStream plain = new XZCompressorInputStream(new BufferedInputStream(raw));
                TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                // Static libraries serve only those who compile against PostgreSQL.
                if (!entry.getName().endsWith(".a")) {
                    unpack(entry, tar, target);
                }
            }
        }
        Files.write(target.resolve(MANIFEST), listing(target));
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("The PostgreSQL archive holds a path outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, path);
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
        }
    }
}
