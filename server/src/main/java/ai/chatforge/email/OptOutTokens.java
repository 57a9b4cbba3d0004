package ai.chatforge.email;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens of links that stop e-mails: category and hash of the address, and a code that only this installation can make.
 * The same e-mail has the same link at each attempt, and no table is needed for links that nobody opens.
 */
final class OptOutTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte VERSION = 1;
    private static final int HASH = 32;
    private static final int SIGNED = 2 + HASH;
    private static final int CODE = 16;

    private final SecretKeySpec key;

    OptOutTokens(String secret) {
        // The secret serves others too, so the key follows from it for this use alone.
        SecretKeySpec root = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.key = new SecretKeySpec(mac(root, "email opt-out".getBytes(StandardCharsets.UTF_8)), ALGORITHM);
    }

    /** Who does without what. */
    record Choice(Category category, byte[] address) {}

    static Choice choice(Category category, String address) {
        return new Choice(category, hash(address));
    }

    String of(Choice choice) {
        byte[] signed = ByteBuffer.allocate(SIGNED)
                .put(VERSION)
                .put((byte) choice.category().code())
                .put(choice.address())
                .array();
        byte[] token = ByteBuffer.allocate(SIGNED + CODE)
                .put(signed)
                .put(mac(key, signed), 0, CODE)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Empty unless {@link #of} made it. */
    Optional<Choice> read(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != SIGNED + CODE || bytes[0] != VERSION) {
            return Optional.empty();
        }
        byte[] code = Arrays.copyOf(mac(key, Arrays.copyOf(bytes, SIGNED)), CODE);
        return MessageDigest.isEqual(code, Arrays.copyOfRange(bytes, SIGNED, bytes.length))
                ? Category.byCode(bytes[1]).map(category -> new Choice(category, Arrays.copyOfRange(bytes, 2, SIGNED)))
                : Optional.empty();
    }

    private static byte[] hash(String address) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(address.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
