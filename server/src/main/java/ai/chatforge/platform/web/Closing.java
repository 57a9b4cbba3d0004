package ai.chatforge.platform.web;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells long answers that the process is about to end, before the web server begins to wait for them. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Closing implements ApplicationListener<ContextClosedEvent> {
    private final CountDownLatch closing = new CountDownLatch(1);

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        closing.countDown();
    }

    public boolean now() {
        return closing.getCount() == 0;
    }

    /** For what would hardly be begun before it had to end. */
    public void requireOpen() {
        if (now()) {
            throw ApiException.retryLater(
                    ErrorCode.SERVICE_UNAVAILABLE, "ChatForge is going to stop.", Duration.ofSeconds(5));
        }
    }

    /** Waits, but not longer than until the process closes; returns whether it does. */
    public boolean within(long millis) throws InterruptedException {
        return closing.await(millis, TimeUnit.MILLISECONDS);
    }
}
