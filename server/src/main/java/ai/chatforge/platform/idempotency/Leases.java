package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.persistence.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the keys of running requests taken for as long as this process lives, and clears expired ones away. */
final class Leases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private static final Duration CLEAN_EVERY = Duration.ofHours(1);

    private final IdempotencyKeys keys;
    private final Collection<Database> databases;
    private final Map<UUID, Database> running = new ConcurrentHashMap<>();
    private final Duration pause;
    private final Thread thread;

    Leases(IdempotencyKeys keys, Collection<Database> databases, Duration lease) {
        this.keys = keys;
        this.databases = List.copyOf(databases);
        this.pause = lease.dividedBy(3);
        this.thread = Thread.ofVirtual().name("idempotency-leases").start(this::tend);
    }

    void hold(UUID attempt, Database database) {
        running.put(attempt, database);
    }

    void drop(UUID attempt) {
        running.remove(attempt);
    }

    private void tend() {
        long cleaned = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(pause);
                quietly(this::renewAll);
                if (System.nanoTime() - cleaned > CLEAN_EVERY.toNanos()) {
                    cleaned = System.nanoTime();
                    quietly(this::removeExpired);
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void renewAll() {
        running.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
                .forEach(keys::renew);
    }

    private void removeExpired() {
        databases.forEach(keys::removeExpired);
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // The database comes back.
            LOG.warn("Idempotency keys could not be tended: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
