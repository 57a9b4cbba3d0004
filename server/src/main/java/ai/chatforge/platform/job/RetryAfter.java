package ai.chatforge.platform.job;

import java.time.Duration;

/** An exception that knows how long to wait before another attempt can succeed. */
public interface RetryAfter {

    /** At the least; zero where nothing is known. */
    Duration retryAfter();
}
