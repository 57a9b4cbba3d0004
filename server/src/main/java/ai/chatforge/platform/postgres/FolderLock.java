package ai.chatforge.platform.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds a folder for one user; the operating system takes it back from a process that dies. */
record FolderLock(Path folder, FileChannel channel) implements AutoCloseable {
    /** Closing any channel on a locked file drops the whole process's lock on it, so a second one must not even be opened. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    static FolderLock take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!HELD_HERE.add(real)) {
            throw inUse(folder);
        }
        try {
            FileChannel channel =
                    FileChannel.open(real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw inUse(folder);
            }
            return new FolderLock(real, channel);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(real);
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PostgresException("The lock of " + folder + " cannot be released", e);
        } finally {
            HELD_HERE.remove(folder);
        }
    }

    private static PostgresException inUse(Path folder) {
        return new PostgresException(
                folder + " is in use by another ChatForge: stop it, or choose another data folder");
    }
}
