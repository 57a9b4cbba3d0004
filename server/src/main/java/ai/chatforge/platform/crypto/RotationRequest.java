package ai.chatforge.platform.crypto;

import ai.chatforge.platform.config.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** How an operator has keys rotated: a file in the data folder, so that who has the folder may, and nobody by HTTP. */
public final class RotationRequest {
    private RotationRequest() {}

    /** A running server begins within a second or so, one that is stopped at its next start. */
    public static void make(DataFolder folder) {
        try {
            Files.writeString(asked(folder), "requested\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + folder.root() + " cannot be written", e);
        }
    }

    /** Until it is done. */
    public static boolean isOpen(DataFolder folder) {
        return isAsked(folder) || Files.exists(begun(folder));
    }

    static boolean isAsked(DataFolder folder) {
        return Files.exists(asked(folder));
    }

    static boolean isBegun(DataFolder folder) {
        return Files.exists(begun(folder));
    }

    static void begin(DataFolder folder) throws IOException {
        Files.move(asked(folder), begun(folder), StandardCopyOption.REPLACE_EXISTING);
    }

    static void finish(DataFolder folder) throws IOException {
        Files.deleteIfExists(begun(folder));
    }

    private static Path asked(DataFolder folder) {
        return folder.path("secrets.rotate");
    }

    private static Path begun(DataFolder folder) {
        return folder.path("secrets.rotating");
    }
}
