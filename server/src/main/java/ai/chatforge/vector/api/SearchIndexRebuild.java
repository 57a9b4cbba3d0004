package ai.chatforge.vector.api;

import ai.chatforge.platform.config.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How an operator has the search index made again from PostgreSQL, whether the server runs or not. */
public final class SearchIndexRebuild {
    private SearchIndexRebuild() {}

    /** A running server begins within a second or so, one that is stopped at its next start. */
    public static void request(DataFolder folder) {
        try {
            Files.createDirectories(folder.root());
            Files.writeString(file(folder), "requested\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + folder.root() + " cannot be written", e);
        }
    }

    /** Whether a request is still waiting. */
    public static boolean isRequested(DataFolder folder) {
        return Files.exists(file(folder));
    }

    public static Path file(DataFolder folder) {
        return folder.path("index.rebuild");
    }
}
