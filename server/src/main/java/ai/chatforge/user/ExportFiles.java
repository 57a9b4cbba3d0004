package ai.chatforge.user;

import ai.chatforge.platform.config.DataFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The archives, in a folder for each tenant, so that all of a tenant's go at once, with what a crash left of others. */
@Component
class ExportFiles {
    private final Path root;

    ExportFiles(DataFolder folder) {
        this.root = folder.folder("exports");
    }

    /** What writes an archive. */
    interface Writing {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    Path path(UUID tenant, UUID id) {
        return root.resolve(tenant.toString()).resolve(id + ".zip");
    }

    /**
     * Writes the file completely or not at all.
     *
     * @return its size
     */
    long write(UUID tenant, UUID id, Writing writing) throws IOException, InterruptedException {
        Path target = path(tenant, id);
        Path part = target.resolveSibling(id + ".part");
        Files.createDirectories(target.getParent());
        try (FileChannel file = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(file)) {
            writing.to(out);
            file.force(true);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return Files.size(target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    void delete(UUID tenant, UUID id) throws IOException {
        Files.deleteIfExists(path(tenant, id));
    }

    long count(UUID tenant) throws IOException {
        return list(tenant).size();
    }

    int deleteAll(UUID tenant) throws IOException {
        List<Path> files = list(tenant);
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(root.resolve(tenant.toString()));
        return files.size();
    }

    private List<Path> list(UUID tenant) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(tenant.toString()))) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
