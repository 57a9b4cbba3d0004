package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/** What a password must be, and how it is hashed. Hashing is bounded to the cores, so that it cannot starve the rest. */
@Component
class Passwords {
    /** bcrypt does not see more (it cuts the rest off), so longer ones are refused. */
    private static final int MAX_BYTES = 72;

    private final BCryptPasswordEncoder bcrypt;
    private final int minLength;
    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
    private final Set<String> common = load();
    private final String nobody;

    Passwords(AuthSettings settings) {
        this.bcrypt = new BCryptPasswordEncoder(settings.bcryptCost());
        this.minLength = settings.minPasswordLength();
        // Any hash of the right form and cost takes as long; making a real one would delay the start.
        this.nobody = "$2a$%02d$%s"
                .formatted(
                        settings.bcryptCost(),
                        "nobodyhasthispassword.".repeat(3).substring(0, 53));
    }

    void check(String password, String email) {
        if (password.length() < minLength) {
            throw ApiException.invalid("password", "must have " + minLength + " characters or more");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw ApiException.invalid("password", "must have " + MAX_BYTES + " bytes at the most");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (common.contains(lower) || lower.equals(email.toLowerCase(Locale.ROOT))) {
            throw ApiException.invalid("password", "is one of the first that others would try; choose another");
        }
    }

    String hash(String password) {
        return bounded(() -> Objects.requireNonNull(bcrypt.encode(password)));
    }

    boolean matches(String password, String hash) {
        boolean tooLong = password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
        return bounded(() -> bcrypt.matches(tooLong ? "" : password, hash)) && !tooLong;
    }

    /** Takes as long as a real check, so that a missing account does not show by the time of the answer. */
    void matchNobody(String password) {
        matches(password, nobody);
    }

    boolean isOutdated(String hash) {
        return bcrypt.upgradeEncoding(hash);
    }

    private <T> T bounded(Supplier<T> work) {
        cores.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            cores.release();
        }
    }

    private static Set<String> load() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Passwords.class.getResourceAsStream("common-passwords.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
