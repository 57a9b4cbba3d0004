package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which request it is, as digests: neither keys nor bodies are readable in the table.
 *
 * @param id who asks what under which key
 * @param fingerprint what else must be the same
 */
record RequestKey(byte[] id, byte[] fingerprint) {

    static RequestKey of(ServiceName service, String caller, String route, String key, String target, byte[] body) {
        return new RequestKey(
                digest(text(service.key()), text(caller), text(route), text(key)), digest(text(target), body));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                // Its length first, so that parts cannot run into each other.
                digest.update(text(part.length + ":"));
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
