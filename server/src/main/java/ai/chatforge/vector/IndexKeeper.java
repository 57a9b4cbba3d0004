package ai.chatforge.vector;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.vector.PassageIndex.SourceKey;
import ai.chatforge.vector.PassageRepository.LiveSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the search index in step with PostgreSQL. A change is committed there first, so after a crash the index can only
 * lack or have too much: at every start both are compared source by source, and what differs is made again. A missing or
 * torn index is the same case with everything lacking.
 */
@Component
class IndexKeeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);
    private static final long PATIENCE_MILLIS = 5_000;

    private final Path folder;
    private final Database db;
    private final PassageRepository passages;
    private volatile CompletableFuture<PassageIndex> index = new CompletableFuture<>();
    private volatile boolean running;

    IndexKeeper(DataFolder folder, @Qualifier("vector") Database db, PassageRepository passages) {
        this.folder = folder.path("index");
        this.db = db;
        this.passages = passages;
    }

    /** The index, once it agrees with PostgreSQL. */
    PassageIndex ready() {
        try {
            return index.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw ApiException.retryLater(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "The search index is being made. Try again in a little while.",
                    Duration.ofSeconds(5));
        } catch (ExecutionException e) {
            throw new IllegalStateException("The search index could not be opened", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    boolean isReady() {
        return index.isDone() && !index.isCompletedExceptionally();
    }

    @Override
    public void start() {
        running = true;
        CompletableFuture<PassageIndex> opening = index;
        Thread.ofPlatform().name("index-start").daemon().start(() -> {
            try {
                PassageIndex opened = LucenePassageIndex.open(
                        folder, () -> LOG.warn("The search index is damaged; it is made again from the database"));
                reconcile(opened);
                opening.complete(opened);
            } catch (IOException | RuntimeException e) {
                LOG.error("The search index cannot be opened", e);
                opening.completeExceptionally(e);
            }
        });
    }

    private void reconcile(PassageIndex opened) throws IOException {
        Map<SourceKey, Integer> surplus = new HashMap<>(opened.contents());
        List<LiveSource> live = db.call(passages::live);
        int made = 0;
        for (LiveSource source : live) {
            Integer there = surplus.remove(source.key());
            if (there == null || there != source.passages()) {
                put(opened, source);
                made++;
            }
        }
        for (SourceKey gone : surplus.keySet()) {
            // An older revision of a live source was replaced just now, so only what has no live revision is deleted.
            if (live.stream().noneMatch(s -> s.key().sourceId().equals(gone.sourceId()))) {
                opened.deleteSource(gone.sourceId());
            }
        }
        if (made > 0 || !surplus.isEmpty()) {
            LOG.info("Search index brought up to date: {} of {} sources made again", made, live.size());
        }
    }

    private void put(PassageIndex target, LiveSource source) throws IOException {
        List<PassageIndex.Entry> entries =
                Tenant.call(source.tenantId(), () -> db.call(() -> passages.entries(source.key())));
        target.replace(source.key(), entries);
    }

    /** After the change is committed in PostgreSQL. */
    void put(LiveSource source) {
        change(opened -> put(opened, source));
    }

    void deleteSource(java.util.UUID source) {
        change(opened -> opened.deleteSource(source));
    }

    void deleteBot(java.util.UUID bot) {
        change(opened -> opened.deleteBot(bot));
    }

    private interface Change {
        void apply(PassageIndex index) throws IOException;
    }

    private void change(Change change) {
        try {
            change.apply(ready());
        } catch (IOException e) {
            throw new UncheckedIOException("The search index could not be written", e);
        }
    }

    @Override
    public void stop() {
        running = false;
        CompletableFuture<PassageIndex> closing = index;
        index = new CompletableFuture<>();
        if (closing.isDone() && !closing.isCompletedExceptionally()) {
            try {
                closing.join().close();
            } catch (IOException e) {
                LOG.warn("The search index was not closed cleanly; the next start repairs it", e);
            }
        }
    }

    /** Before the web server takes requests, and after it has answered the last one. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
