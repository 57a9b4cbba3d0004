package ai.chatforge.platform.crypto;

import ai.chatforge.platform.config.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sealers of a process with a data folder of its own. All of one JVM have the same master key. */
public final class TestSealers {
    private static final String MASTER = "dGVzdHMgb25seTogdGhpcnR5LXR3byBieXRlcyBsb24=";

    private TestSealers() {}

    public static Sealers make() {
        return make(settings(MASTER, null, Duration.ofSeconds(30)), folder());
    }

    static Sealers make(CryptoSettings settings, DataFolder folder) {
        return new Sealers(settings, folder);
    }

    static CryptoSettings settings(@Nullable String master, @Nullable String previous, Duration refresh) {
        return new CryptoSettings(master, null, previous, refresh);
    }

    static DataFolder folder() {
        try {
            return DataFolder.shared(Files.createTempDirectory(Files.createDirectories(Path.of("target")), "keys-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
