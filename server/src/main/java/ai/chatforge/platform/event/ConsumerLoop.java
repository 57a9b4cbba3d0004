package ai.chatforge.platform.event;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that works a consumer's deliveries off: at once when woken, and every now and then by itself. */
final class ConsumerLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final Deliveries deliveries;
    private final Duration poll;
    private final Semaphore signals = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    ConsumerLoop(Deliveries deliveries, Duration poll) {
        this.deliveries = deliveries;
        this.poll = poll;
        this.thread =
                Thread.ofVirtual().name("events-" + deliveries.consumer.name()).unstarted(this);
    }

    String consumer() {
        return deliveries.consumer.name();
    }

    void start() {
        thread.start();
    }

    void wake() {
        signals.release();
    }

    @Override
    public void run() {
        while (!stopped) {
            Duration pause = round();
            try {
                if (signals.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    signals.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Duration round() {
        try {
            while (!stopped && deliveries.work()) {
                // On to the next ones.
            }
            return poll;
        } catch (RuntimeException e) {
            if (!stopped) {
                LOG.warn("Events for {} cannot be delivered at the moment: {}", consumer(), e.toString());
            }
            return AFTER_FAILURE;
        }
    }

    /** Begins no new work. */
    void stop() {
        stopped = true;
        wake();
    }

    void awaitEnd(Duration patience) {
        try {
            if (!thread.join(patience)) {
                LOG.warn("A handler of {} is still running; its events come again", consumer());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
