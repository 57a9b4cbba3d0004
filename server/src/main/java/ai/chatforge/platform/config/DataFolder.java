package ai.chatforge.platform.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** The folder that one process owns: locked while it runs, secrets in it readable by its owner only. */
public final class DataFolder implements AutoCloseable {
    private static final String TEMPORARY = "tmp";

    private final Path root;
    private final @Nullable FileChannel lockFile;

    private DataFolder(Path root, @Nullable FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** Takes the folder for this process alone. */
    public static DataFolder lock(Path dir) {
        Path root = dir.toAbsolutePath().normalize();
        Path file = root.resolve("chatforge.lock");
        try {
            createPrivate(root);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StartupFailure("The data folder " + root + " is in use by another ChatForge"
                        + runningProcess(root) + ". Stop that one, or choose another folder with --data-dir.");
            }
            DataFolder folder = new DataFolder(root, channel);
            folder.forgetTemporary();
            Files.writeString(
                    root.resolve("chatforge.pid"), ProcessHandle.current().pid() + "\n");
            return folder;
        } catch (IOException e) {
            throw new StartupFailure("The data folder " + root + " cannot be used (" + e.getMessage()
                    + "). Make it writable, or choose another one with --data-dir.");
        }
    }

    /** For commands that only look, beside a running server. */
    public static DataFolder shared(Path dir) {
        return new DataFolder(dir.toAbsolutePath().normalize(), null);
    }

    public Path root() {
        return root;
    }

    public Path path(String name) {
        return root.resolve(name);
    }

    /** A folder of its own for a part, created when missing. */
    public Path folder(String name) {
        try {
            return createPrivate(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a crash left there: half an upload, or somebody's document while it was read. */
    private void forgetTemporary() {
        try {
            FileSystemUtils.deleteRecursively(root.resolve(TEMPORARY));
        } catch (IOException stillInUse) {
            // By a process that reads documents and has not noticed yet that its server is gone. The next start sees to
            // it.
        }
    }

    /** The folder for what is needed no longer than the process lives. */
    public Path temporary() {
        return folder(TEMPORARY);
    }

    /** A secret that is made once and then kept; written completely or not at all. */
    public String secret(String name, Supplier<String> make) {
        Path file = folder("keys").resolve(name);
        try {
            if (!Files.exists(file)) {
                write(file, make.get());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be read or written", e);
        }
    }

    public String secret(String name) {
        return secret(name, DataFolder::random);
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void write(Path file, String content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
            out.write(java.nio.charset.StandardCharsets.UTF_8.encode(content + "\n"));
            out.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path createPrivate(Path dir) throws IOException {
        try {
            return Files.createDirectories(
                    dir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("it is a file, not a folder", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String runningProcess(Path root) {
        try {
            return " (process "
                    + Files.readString(root.resolve("chatforge.pid")).strip() + ")";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        if (lockFile == null) {
            return;
        }
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
