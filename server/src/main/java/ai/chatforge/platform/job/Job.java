package ai.chatforge.platform.job;

import ai.chatforge.platform.retry.Backoff;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How jobs of one type are done. */
public record Job<T>(JobType<T> type, Work<T> work, GivenUp<T> givenUp, int attempts, Backoff backoff) {

    /**
     * Does the work. An exception means another attempt later. After a crash it is begun again, perhaps by another
     * process: what is done already must be found and left as it is.
     */
    @FunctionalInterface
    public interface Work<T> {
        void run(T data, Run run) throws Exception;
    }

    /** Called after the last attempt failed; a job whose hook fails too stays and is tried again. */
    @FunctionalInterface
    public interface GivenUp<T> {
        void run(T data, Throwable cause) throws Exception;
    }

    /**
     * @param id the job's own id, within its type
     * @param attempt counted from 1
     * @param stopping tells long work to stop soon: it is resumed at the next start
     */
    public record Run(String id, int attempt, BooleanSupplier stopping) {}

    /** Five attempts within about a minute. */
    public static <T> Job<T> of(JobType<T> type, Work<T> work) {
        return new Job<>(type, work, (data, cause) -> {}, 5, new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1)));
    }

    public Job<T> onGivenUp(GivenUp<T> hook) {
        return new Job<>(type, work, hook, attempts, backoff);
    }

    public Job<T> attempts(int limit, Duration firstWait, Duration longestWait) {
        return new Job<>(type, work, givenUp, limit, new Backoff(firstWait, longestWait));
    }
}
