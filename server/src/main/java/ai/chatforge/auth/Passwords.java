package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** What a password must be, and how it is hashed. Hashing is bounded to the cores, so that it cannot starve the rest. */
@Component
class Passwords {
    /** bcrypt does not see more (it cuts the rest off), so longer ones are refused. */
    private static final int MAX_BYTES = 72;

    private static final Duration SOON = Duration.ofSeconds(2);

    private final Map<PasswordAlgorithm, PasswordEncoder> encoders = new EnumMap<>(PasswordAlgorithm.class);
    private final PasswordAlgorithm algorithm;
    private final PasswordEncoder encoder;
    private final KnownPasswords known;
    private final int minLength;
    private final Duration patience;
    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()), true);
    private final String nobody;

    Passwords(AuthSettings settings, KnownPasswords known) {
        for (PasswordAlgorithm each : PasswordAlgorithm.values()) {
            encoders.put(each, each.encoder(settings));
        }
        this.algorithm = settings.passwordAlgorithm();
        this.encoder = algorithm.encoder(settings);
        this.known = known;
        this.minLength = settings.minPasswordLength();
        this.patience = settings.hashingPatience();
        this.nobody = algorithm.nobody(settings);
    }

    void check(String password, String email) {
        if (password.length() < minLength) {
            throw ApiException.invalid("password", "must have " + minLength + " characters or more");
        }
        if (isTooLong(password)) {
            throw ApiException.invalid("password", "must have " + MAX_BYTES + " bytes at the most");
        }
        if (known.contains(password) || password.toLowerCase(Locale.ROOT).equals(email.toLowerCase(Locale.ROOT))) {
            throw ApiException.invalid("password", "is one of the first that others would try; choose another");
        }
    }

    private static boolean isTooLong(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }

    String hash(String password) {
        return bounded(() -> Objects.requireNonNull(encoder.encode(password)));
    }

    boolean matches(String password, String hash) {
        PasswordEncoder maker = makerOf(hash);
        boolean tooLong = isTooLong(password);
        return bounded(() -> maker.matches(tooLong ? "" : password, hash)) && !tooLong;
    }

    /** Takes as long as a real check, so that a missing account does not show by the time of the answer. */
    void matchNobody(String password) {
        matches(password, nobody);
    }

    /** Whether it is to be made anew, now that the password is known: as weaker ones and other algorithms are. */
    boolean isOutdated(String hash) {
        return !algorithm.made(hash) || encoder.upgradeEncoding(hash);
    }

    private PasswordEncoder makerOf(String hash) {
        return encoders.entrySet().stream()
                .filter(each -> each.getKey().made(hash))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(encoder);
    }

    private <T> T bounded(Supplier<T> work) {
        if (!isOneFree()) {
            throw ApiException.retryLater(
                    ErrorCode.SERVICE_UNAVAILABLE, "Too many people sign in at this moment. Try again.", SOON);
        }
        try {
            return work.get();
        } finally {
            cores.release();
        }
    }

    private boolean isOneFree() {
        try {
            return cores.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
