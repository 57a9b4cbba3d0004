package ai.chatforge.platform.storage;

import ai.chatforge.platform.id.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Files in a folder, one per key. A file is there completely or not at all: it is written aside, forced to the disk,
 * and then moved. Keys are made here, never taken from a user.
 */
public final class FolderStorage {
    private static final int BUFFER = 64 * 1024;

    private final Path root;
    private final Path temporary;

    /** @param temporary on the same disk, for what is not whole yet */
    public FolderStorage(Path root, Path temporary) {
        this.root = root;
        this.temporary = temporary;
    }

    /** @param sha256 of the content, in hexadecimal */
    public record StoredFile(String key, long size, String sha256) {}

    public StoredFile store(InputStream content) throws IOException {
        String id = Ids.next().toString();
        // Two levels, so that no folder grows without bound; the end of an id is its random part.
        String key = id.substring(id.length() - 2) + "/" + id;
        Path target = root.resolve(key);
        Path part = temporary.resolve(id + ".part");
        Files.createDirectories(target.getParent());
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = write(new DigestInputStream(content, digest), part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return new StoredFile(key, size, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static long write(InputStream content, Path part) throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            long size = 0;
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                out.write(buffer, 0, n);
                size += n;
            }
            file.force(true);
            return size;
        }
    }

    public Path path(String key) {
        return root.resolve(key);
    }

    public void delete(String key) throws IOException {
        Files.deleteIfExists(root.resolve(key));
        Files.deleteIfExists(quarantineOf(key));
    }

    /** Puts a file where only {@link #delete} finds it. */
    public void quarantine(String key) throws IOException {
        Path aside = quarantineOf(key);
        Files.createDirectories(aside.getParent());
        Files.move(root.resolve(key), aside, StandardCopyOption.ATOMIC_MOVE);
    }

    public boolean isQuarantined(String key) {
        return Files.exists(quarantineOf(key));
    }

    private Path quarantineOf(String key) {
        return root.resolve("quarantine").resolve(key.replace('/', '-'));
    }
}
