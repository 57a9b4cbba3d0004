package ai.chatforge.user;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Kinds of pictures, recognised by their first bytes. */
enum PictureFormat {
    PNG("\u0089PNG\r\n\u001a\n"),
    JPEG("\u00ff\u00d8\u00ff"),
    GIF("GIF8");

    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    /** A progressive one has about ten. Each costs a walk over all pixels, so that a small file could take hours. */
    private static final int MAX_SCANS = 32;

    private final String start;

    PictureFormat(String start) {
        this.start = start;
    }

    static PictureFormat of(byte[] file) {
        if (file.length == 0) {
            throw new ApiException(ErrorCode.FILE_UNREADABLE, "The file is empty.");
        }
        PictureFormat format = Arrays.stream(values())
                .filter(kind -> startsWith(file, kind.start))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        ErrorCode.UNSUPPORTED_FILE_TYPE, "The file is no PNG, JPEG or GIF. Choose one that is."));
        if (format == JPEG) {
            requireWhole(file);
        }
        return format;
    }

    private static boolean startsWith(byte[] file, String start) {
        return file.length >= start.length()
                && start.equals(new String(file, 0, start.length(), StandardCharsets.ISO_8859_1));
    }

    /** The reader takes a JPEG that was cut off for a grey one, and any number of scans. */
    private static void requireWhole(byte[] file) {
        int scans = 0;
        boolean ended = false;
        for (int i = 0; i + 1 < file.length; i++) {
            if ((file[i] & 0xFF) == 0xFF) {
                int marker = file[i + 1] & 0xFF;
                scans += marker == SCAN ? 1 : 0;
                ended = marker == END || (ended && marker != SCAN);
            }
        }
        if (!ended || scans > MAX_SCANS) {
            throw Pictures.unreadable(null);
        }
    }

    /** As ImageIO calls it. */
    String reader() {
        return name();
    }

    /** A square turned as the camera was held. */
    BufferedImage upright(BufferedImage square, byte[] file) {
        return this == JPEG ? Orientation.of(file).upright(square) : square;
    }
}
