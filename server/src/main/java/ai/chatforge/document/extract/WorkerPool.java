package ai.chatforge.document.extract;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Workers in use and, for a while, idle ones. Never more processes than allowed. */
final class WorkerPool implements AutoCloseable {
    /** Parsers keep caches; a fresh process now and then keeps a slow leak from ever mattering. */
    private static final int FILES_PER_WORKER = 200;

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private final WorkerCommand command;
    private final ExtractionLimits limits;
    private final Semaphore permits;
    private final Deque<WorkerProcess> idle = new ArrayDeque<>();
    private final Deque<WorkerProcess> busy = new ArrayDeque<>();
    private boolean closed;

    WorkerPool(WorkerCommand command, ExtractionLimits limits) {
        this.command = command;
        this.limits = limits;
        permits = new Semaphore(limits.workers(), true);
    }

    /** Waits until a worker may be used. Each call is followed by one of {@link #release} or {@link #discard}. */
    WorkerProcess take() throws InterruptedException, IOException {
        permits.acquire();
        WorkerProcess worker = null;
        try {
            worker = takeIdle();
            if (worker == null) {
                worker = start();
            }
            return worker;
        } finally {
            if (worker == null) {
                permits.release();
            }
        }
    }

    private synchronized @Nullable WorkerProcess takeIdle() {
        for (WorkerProcess worker = idle.pollLast(); worker != null; worker = idle.pollLast()) {
            if (worker.isAlive()) {
                busy.add(worker);
                return worker;
            }
            worker.close();
        }
        return null;
    }

    private WorkerProcess start() throws IOException, InterruptedException {
        WorkerProcess worker = WorkerProcess.start(command);
        boolean ready = false;
        try {
            ready = worker.next(START_PATIENCE) instanceof Frame.Ready;
        } finally {
            if (!ready) {
                worker.close();
            }
        }
        if (!ready) {
            throw new IOException("The extraction worker did not start: " + worker.lastWords());
        }
        synchronized (this) {
            if (closed) {
                worker.close();
                throw new IOException("closed");
            }
            busy.add(worker);
        }
        return worker;
    }

    /** The worker answered in full and can be asked again. */
    void release(WorkerProcess worker) {
        if (worker.files() >= FILES_PER_WORKER) {
            discard(worker);
            return;
        }
        synchronized (this) {
            busy.remove(worker);
            if (closed) {
                worker.close();
            } else {
                idle.addLast(worker);
                int files = worker.files();
                Thread.ofVirtual().name("extraction-idle").start(() -> retireLater(worker, files));
            }
        }
        permits.release();
    }

    /** The worker is in an unknown state: ends it, however hard. */
    void discard(WorkerProcess worker) {
        synchronized (this) {
            busy.remove(worker);
        }
        worker.close();
        permits.release();
    }

    private void retireLater(WorkerProcess worker, int files) {
        try {
            Thread.sleep(limits.idle());
            retire(worker, files);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void retire(WorkerProcess worker, int files) {
        synchronized (this) {
            // used again since: a later call will see to it
            if (worker.files() != files || !idle.remove(worker)) {
                return;
            }
        }
        worker.close();
    }

    /** Process ids, of the busy ones first. */
    synchronized List<Long> workers() {
        return Stream.concat(busy.stream(), idle.stream())
                .map(WorkerProcess::pid)
                .toList();
    }

    @Override
    public synchronized void close() {
        closed = true;
        busy.forEach(WorkerProcess::close);
        idle.forEach(WorkerProcess::close);
        busy.clear();
        idle.clear();
    }
}
