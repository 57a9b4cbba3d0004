package ai.chatforge.platform.web;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells long answers that the process is about to end, before the web server begins to wait for them. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Closing implements ApplicationListener<ContextClosedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

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
    public boolean within(Duration time) throws InterruptedException {
        return closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Does something in a thread of its own, at once and then again and again, until the process closes. */
    public void untilThen(String name, Duration pause, Runnable work) {
        Thread.ofVirtual().name(name).start(() -> {
            try {
                do {
                    once(name, work);
                } while (!within(pause));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void once(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed, and goes on", name, e);
        }
    }
}
