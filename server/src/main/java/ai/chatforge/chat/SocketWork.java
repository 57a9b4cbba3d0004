package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The answers under way on one socket, each on a virtual thread of its own. */
final class SocketWork {
    private static final int ANSWERS = 8;

    private final Semaphore free = new Semaphore(ANSWERS);
    private final Phaser running = new Phaser(1);

    void begin(Runnable work) {
        if (!free.tryAcquire()) {
            throw new ApiException(
                    ErrorCode.RATE_LIMITED,
                    ANSWERS + " answers are under way on this socket. Wait for the end of one, or stop it.");
        }
        running.register();
        Thread.ofVirtual().name("socket-answer").start(() -> {
            try {
                work.run();
            } finally {
                free.release();
                running.arriveAndDeregister();
            }
        });
    }

    /** Waits for all of them. @return false when it takes longer; to be called once */
    boolean await(Duration patience) throws InterruptedException {
        try {
            int phase = running.arriveAndDeregister();
            running.awaitAdvanceInterruptibly(phase, patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
