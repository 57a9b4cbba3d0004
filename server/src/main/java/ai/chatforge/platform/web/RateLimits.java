package ai.chatforge.platform.web;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;

/** Token buckets in memory, one for each limit and client. */
public final class RateLimits {
    private static final int CLIENTS = 200_000;

    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(CLIENTS)
            .expireAfterAccess(Duration.ofHours(2))
            .build();

    /** So many requests within a time; the bucket refills evenly. */
    public record Limit(String name, int requests, Duration within) {}

    private record Key(String limit, String client) {}

    /** What a request got: {@code reset} is the time until the bucket is full, or until one request is free again. */
    public record Outcome(boolean allowed, int limit, long remaining, Duration reset) {
        public void writeTo(HttpServletResponse response) {
            response.setHeader("RateLimit-Limit", Integer.toString(limit));
            response.setHeader("RateLimit-Remaining", Long.toString(remaining));
            response.setHeader("RateLimit-Reset", Long.toString(reset.toSeconds()));
        }
    }

    public Outcome take(Limit limit, String client) {
        ConsumptionProbe probe = bucket(limit, client).tryConsumeAndReturnRemaining(1);
        Duration reset =
                Duration.ofNanos(probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill());
        return new Outcome(
                probe.isConsumed(),
                limit.requests(),
                probe.getRemainingTokens(),
                Duration.ofSeconds(reset.plusMillis(999).toSeconds()));
    }

    private Bucket bucket(Limit limit, String client) {
        return buckets.get(new Key(limit.name(), client), key -> Bucket.builder()
                .addLimit(band -> band.capacity(limit.requests()).refillGreedy(limit.requests(), limit.within()))
                .build());
    }

    /** What was taken was not used. */
    public void giveBack(Limit limit, String client) {
        bucket(limit, client).addTokens(1);
    }

    /** Takes one, or refuses with 429 and what to do. */
    public void require(Limit limit, String client, String what) {
        Outcome outcome = take(limit, client);
        if (!outcome.allowed()) {
            throw ApiException.retryLater(
                    ErrorCode.RATE_LIMITED,
                    what + " Try again in " + outcome.reset().toSeconds() + " s.",
                    outcome.reset());
        }
    }
}
