package ai.chatforge.chat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SHA-256 over values in their order, each with its length, so that no two lists of them are told apart by chance. */
final class Fingerprint {
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final int NOTHING = -1;

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Fingerprint add(@Nullable Object value) {
        byte[] bytes = value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(value == null ? NOTHING : bytes.length)
                .flip());
        digest.update(bytes);
        return this;
    }

    /** What somebody wrote, however it was spaced and composed. */
    Fingerprint addWritten(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace("\r\n", "\n")
                .strip();
        // Where there are lines, they and their indents may be what is asked about.
        return add(composed.indexOf('\n') < 0 ? SPACE.matcher(composed).replaceAll(" ") : composed);
    }

    /** In hexadecimal. */
    String end() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
