package ai.chatforge.platform.crypto;

import ai.chatforge.platform.config.DataFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks for requests of a rotation, brings those under way on, and keeps the keys in memory up to date. */
final class RotationLoop implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RotationLoop.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Sealers sealers;
    private final DataFolder folder;
    private final Duration pause;
    private final Semaphore stopped = new Semaphore(0);
    private volatile @Nullable Thread thread;

    RotationLoop(Sealers sealers, DataFolder folder, Duration refresh) {
        this.sealers = sealers;
        this.folder = folder;
        Duration part = refresh.dividedBy(4);
        this.pause = part.compareTo(LONGEST_PAUSE) < 0 ? part : LONGEST_PAUSE;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("key-rotation").start(this::run);
    }

    private void run() {
        try {
            do {
                round();
            } while (!stopped.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Whoever starts next goes on.
        }
    }

    void round() {
        try {
            if (RotationRequest.isAsked(folder)) {
                sealers.all().forEach(sealer -> Rotation.of(sealer).begin());
                RotationRequest.begin(folder);
            }
            boolean settled = true;
            for (Sealer sealer : sealers.all()) {
                if (sealer.rereadInTime().stage() != KeysetTable.Stage.SETTLED) {
                    settled = false;
                    Rotation.of(sealer).step();
                }
            }
            if (settled && RotationRequest.isBegun(folder)) {
                RotationRequest.finish(folder);
            }
        } catch (RuntimeException | IOException e) {
            if (thread != null) {
                LOG.warn("Keys of sealed secrets could not be tended; tried again: {}", e.toString());
            }
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        // Not interrupted: that would break its connection.
        stopped.release();
        try {
            running.join(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
