package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.web.RateLimits.Limit;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * How often one may try, for each e-mail address, whether it has an account or not, and for each client. Kept in
 * PostgreSQL: a restart does not give new attempts, nor does another process.
 */
@Component
class AttemptLimits {
    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final int NETWORK_BYTES = 8;

    private final Database db;
    private final AttemptRepository attempts;
    private final Clock clock;
    private final Limit signUp;
    private final Limit signIn;
    private final Limit confirmation;
    private final Limit passwordReset;
    private final Limit verification;
    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.EPOCH);

    AttemptLimits(@Qualifier("auth") Database db, AttemptRepository attempts, AuthSettings settings, Clock clock) {
        this.db = db;
        this.attempts = attempts;
        this.clock = clock;
        AuthSettings.Limits limits = settings.limits();
        this.signUp = new Limit("sign-up", limits.signUp(), Duration.ofHours(1));
        this.signIn = new Limit("sign-in", limits.signIn(), Duration.ofMinutes(15));
        this.confirmation = new Limit("confirmation", limits.signIn(), Duration.ofMinutes(15));
        this.passwordReset = new Limit("password-reset", limits.passwordReset(), Duration.ofHours(1));
        this.verification = new Limit("verification", limits.passwordReset(), Duration.ofHours(1));
    }

    void signUp(String email, String client) {
        take(signUp, email, client);
    }

    /**
     * Passwords, and codes of the second factor.
     *
     * @param device a browser that was signed in with before: it has attempts of its own, which nobody else can use up
     */
    void signIn(String email, String client, Optional<String> device) {
        device.ifPresentOrElse(known -> count(signIn, "device " + known), () -> take(signIn, email, client));
    }

    /** Password or code of somebody who is signed in already, or as good as that. */
    void confirmation(UUID account) {
        count(confirmation, "account " + account);
    }

    void confirmation(ProvidedIdentity identity) {
        count(confirmation, "identity " + identity.issuer() + "\n" + identity.subject());
    }

    void passwordReset(String email, String client) {
        take(passwordReset, email, client);
    }

    void verification(String email, String client) {
        take(verification, email, client);
    }

    private void take(Limit limit, String email, String client) {
        count(limit, "client " + network(client), "address " + AccountRepository.key(email));
    }

    private void count(Limit limit, String... who) {
        if (limit.requests() == 0) {
            return;
        }
        Instant now = clock.instant();
        // What is refused counts for none of them: the transaction is given up.
        db.run(() -> {
            for (String one : who) {
                take(limit, one, now);
            }
        });
        sweep(now);
    }

    private void take(Limit limit, String who, Instant now) {
        attempts.take(limit, who, now).ifPresent(wait -> {
            // The same for all: how long is in the header.
            throw ApiException.retryLater(
                    ErrorCode.RATE_LIMITED, "Too many attempts. Wait a while before the next one.", wait);
        });
    }

    /** With IPv6, who has one address has the 2^64 of its network: another of them is no other client. */
    private static String network(String client) {
        try {
            return InetAddress.ofLiteral(client) instanceof Inet6Address address
                    ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
                    : client;
        } catch (IllegalArgumentException e) {
            return client;
        }
    }

    private void sweep(Instant now) {
        Instant due = nextSweep.get();
        if (now.isAfter(due) && nextSweep.compareAndSet(due, now.plus(SWEEP))) {
            db.run(() -> attempts.forgetBefore(now));
        }
    }
}
