package ai.chatforge.auth;

import ai.chatforge.platform.config.StartupFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Passwords that attackers try first: a short list that is shipped, and one of the operator's, such as one of breaches.
 * Kept as eight bytes of hash each, so that ten million of them take 80 MB.
 */
@Component
class KnownPasswords {
    private final long[] sorted;

    KnownPasswords(AuthSettings settings) {
        Path file = settings.breachedPasswords();
        this.sorted = LongStream.concat(shipped(), file == null ? LongStream.empty() : of(file))
                .sorted()
                .toArray();
    }

    boolean contains(String password) {
        return Arrays.binarySearch(sorted, hash(password)) >= 0;
    }

    private static LongStream shipped() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(KnownPasswords.class.getResourceAsStream("common-passwords.txt")),
                StandardCharsets.UTF_8))) {
            return LongStream.of(hashes(reader.lines()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Lists of breaches hold bytes that are no text in any encoding: those lines match nothing, and do no harm.
    private static LongStream of(Path file) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            return LongStream.of(hashes(reader.lines()));
        } catch (IOException | UncheckedIOException e) {
            throw new StartupFailure("chatforge.auth.breached-passwords: the file " + file + " cannot be read ("
                    + e.getMessage() + ").");
        }
    }

    private static long[] hashes(Stream<String> lines) {
        return lines.filter(line -> !line.isBlank())
                .mapToLong(KnownPasswords::hash)
                .toArray();
    }

    private static long hash(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(password.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
