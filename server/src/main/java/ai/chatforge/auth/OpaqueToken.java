package ai.chatforge.auth;

import java.security.SecureRandom;
import java.util.Base64;

/** A random text of 256 bits that nobody guesses. Only its SHA-256 is stored. */
final class OpaqueToken {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private OpaqueToken() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
