package ai.chatforge.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Keeps models from being asked that failed often of late, or that asked to be left alone. */
@Component
class Circuits {
    private static final int KEPT = 20_000;
    private final Cache<Key, CircuitBreaker> circuits =
            Caffeine.newBuilder().maximumSize(KEPT).build();
    private final CircuitBreakerConfig config;

    @Autowired
    Circuits() {
        this(Clock.systemUTC());
    }

    Circuits(Clock clock) {
        this.config = CircuitBreakerConfig.custom()
                .clock(clock)
                .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                .slidingWindowSize(20)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                // Long answers are no failures: without this, those of over a minute would be.
                .slowCallDurationThreshold(OutsideProvider.LONGEST_ANSWER.multipliedBy(2))
                .waitDurationInOpenState(Duration.ofSeconds(20))
                .permittedNumberOfCallsInHalfOpenState(1)
                // One that never comes back must not keep it half open.
                .maxWaitDurationInHalfOpenState(Duration.ofMinutes(1))
                .build();
    }

    /** Keys of accounts are limited apart from the operator's, and from each other. */
    private record Key(@Nullable UUID ownKey, String provider, String model) {}

    /** May be asked; absent: not now. It has to be told how it went. */
    Optional<Permit> ask(ModelChoice choice) {
        CircuitBreaker circuit = circuits.get(
                new Key(
                        choice.ownKey(),
                        choice.provider().name(),
                        choice.model().id()),
                key -> CircuitBreaker.of(key.provider() + "/" + key.model(), config));
        return circuit.tryAcquirePermission() ? Optional.of(new Permit(circuit)) : Optional.empty();
    }

    /** Whether it may be asked for sure, without asking it: of one that failed, a single call finds out how it is. */
    boolean isClosed(ModelChoice choice) {
        CircuitBreaker circuit = circuits.getIfPresent(new Key(
                choice.ownKey(), choice.provider().name(), choice.model().id()));
        return circuit == null || circuit.getState() == CircuitBreaker.State.CLOSED;
    }

    /** Of one call. */
    static final class Permit {
        private final CircuitBreaker circuit;
        private final long start;
        private boolean answered;
        /** Each call counts once, but for one that found the model well and broke off after all. */
        private boolean told;

        private Permit(CircuitBreaker circuit) {
            this.circuit = circuit;
            this.start = circuit.getCurrentTimestamp();
        }

        private long taken() {
            return Math.max(0, circuit.getCurrentTimestamp() - start);
        }

        /** With its first word. Where this call is to find out how the model is, nobody waits for its last one. */
        void answered() {
            answered = true;
            if (circuit.getState() == CircuitBreaker.State.HALF_OPEN) {
                good();
            }
        }

        /** To its last word. */
        void ended() {
            good();
        }

        /** It was left alone: before it could show what it does, or because nobody listens any more. */
        void left() {
            if (answered) {
                good();
            } else {
                circuit.releasePermission();
            }
        }

        private void good() {
            if (!told) {
                told = true;
                circuit.onSuccess(taken(), circuit.getTimestampUnit());
            }
        }

        void late() {
            circuit.onError(taken(), circuit.getTimestampUnit(), new IllegalStateException("No answer in time"));
        }

        /** Behind the first word, too. What is wrong with one question or key says nothing about the provider. */
        void failed(ProviderException failure) {
            if (!failure.kind().isTransient()) {
                left();
                return;
            }
            circuit.onError(taken(), circuit.getTimestampUnit(), failure);
            ProviderException.Refusal refusal = failure.refusal();
            Duration pause = refusal == null ? null : refusal.retryAfter();
            if (pause != null && pause.isPositive()) {
                circuit.transitionToOpenStateFor(pause);
            }
        }
    }
}
