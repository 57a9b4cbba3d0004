package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link Idempotent} promises, for what is asked for otherwise than by a request: a message of a socket. */
public final class KeyedWork {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedWork.class);
    private static final Pattern KEY = Pattern.compile("\"?([\\x21\\x23-\\x7E]{1,255})\"?");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int POLL_MILLIS = 25;

    private final IdempotencyKeys keys;
    private final Leases leases;

    KeyedWork(IdempotencyKeys keys, Leases leases) {
        this.keys = keys;
        this.leases = leases;
    }

    /**
     * @param caller as {@link #nameOf} has it, or otherwise who asks
     * @param route what kind of thing is asked for
     * @param key as the caller sent it
     * @param body what must be the same when the key comes again
     */
    public record Asked(String caller, String route, String key, byte[] body) {}

    /** @param again whether it was done before, and the outcome is that of then */
    public record Outcome(String value, boolean again) {}

    public static String nameOf(Caller caller) {
        return switch (caller) {
            case Caller.User user -> "user " + user.tenantId() + " " + user.userId();
            case Caller.Key key -> "key " + key.keyId();
            case Caller.Service service -> "service " + service.audience();
            case Caller.Anonymous nobody -> "anonymous";
        };
    }

    /** Does it, unless it was done. When it fails, the key is free. */
    public Outcome once(Database database, Asked asked, Supplier<String> work) {
        RequestKey key = RequestKey.of(
                database.service(),
                asked.caller(),
                asked.route(),
                textOf("idempotencyKey", asked.key()),
                "",
                asked.body());
        return switch (claim(keys, database, key)) {
            case Claim.Granted granted -> new Outcome(run(database, key, granted, work), false);
            case Claim.Answered(KeptAnswer kept) -> new Outcome(new String(kept.body(), StandardCharsets.UTF_8), true);
            case Claim.Refused refused -> throw refusal(refused);
        };
    }

    private String run(Database database, RequestKey key, Claim.Granted granted, Supplier<String> work) {
        leases.hold(granted.attempt(), database);
        String value = null;
        try {
            value = ScopedValue.where(EffectId.OF_REQUEST, granted.effect()).<String, RuntimeException>call(work::get);
            return value;
        } finally {
            leases.drop(granted.attempt());
            end(database, key, granted.attempt(), value);
        }
    }

    private void end(Database database, RequestKey key, UUID attempt, @Nullable String value) {
        try {
            if (value == null) {
                keys.release(database, key, attempt);
            } else {
                byte[] body = value.getBytes(StandardCharsets.UTF_8);
                keys.finish(database, key, attempt, new KeptAnswer(200, Map.of(), body), true);
            }
        } catch (RuntimeException e) {
            // As with requests: what was asked for is done.
            LOG.warn("The outcome of a message with an idempotency key could not be kept: {}", e.toString());
        }
    }

    static String textOf(String field, String sent) {
        var matcher = KEY.matcher(sent.strip());
        if (!matcher.matches()) {
            throw ApiException.invalid(field, "must have 1 to 255 visible ASCII characters");
        }
        return matcher.group(1);
    }

    /** Waits a little for a request that runs already: most end soon. */
    static Claim claim(IdempotencyKeys keys, Database database, RequestKey key) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Claim claim = keys.claim(database, key);
        try {
            while (claim instanceof Claim.Running && System.nanoTime() < deadline) {
                Thread.sleep(POLL_MILLIS);
                claim = keys.look(database, key);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return claim;
    }

    static ApiException refusal(Claim.Refused refused) {
        return switch (refused) {
            case Claim.Running running ->
                ApiException.retryLater(
                        ErrorCode.IDEMPOTENCY_IN_PROGRESS, "The first request with this key is still running.", RETRY);
            case Claim.OtherRequest other ->
                new ApiException(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "This key was used for a different request. Use a new key for each new request.");
            case Claim.AnswerNotKept none ->
                new ApiException(
                        ErrorCode.CONFLICT,
                        "The first request with this key was done; its answer was too large to be kept.");
        };
    }
}
