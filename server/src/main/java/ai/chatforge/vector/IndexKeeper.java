package ai.chatforge.vector;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.vector.Fusion.Hit;
import ai.chatforge.vector.PassageIndex.SourceKey;
import ai.chatforge.vector.PassageRepository.LiveSource;
import ai.chatforge.vector.api.SearchIndexRebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the search index in step with PostgreSQL. A change is committed there first, so after a crash the index can only
 * lack or have too much: whenever it is opened both are compared source by source, and what differs is made again. A
 * missing or torn index is the same case with everything lacking; so is one that fails while it is used.
 */
@Component
class IndexKeeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);
    /** Of each ranking. More cost a millisecond for each 20 among 100,000 passages, and seldom change the best few. */
    static final int CANDIDATES = 32;

    private static final long PATIENCE_MILLIS = 5_000;
    private static final long LOOK_MILLIS = 1_000;
    /** A commit waits for the disk; a crash loses what was made since the last one. */
    private static final int MADE_AT_ONCE = 100;

    private static final long END_SECONDS = 30;

    private final Path folder;
    private final Path rebuildRequest;
    private final Database db;
    private final PassageRepository passages;
    private final Duration eraseAfter;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile CompletableFuture<PassageIndex> index = new CompletableFuture<>();
    private volatile ScheduledExecutorService housekeeping = thread();
    private volatile boolean running;
    private volatile long deletedSince;

    IndexKeeper(
            DataFolder folder, @Qualifier("vector") Database db, PassageRepository passages, VectorSettings settings) {
        this.folder = folder.path("index");
        this.rebuildRequest = SearchIndexRebuild.file(folder);
        this.db = db;
        this.passages = passages;
        this.eraseAfter = settings.eraseAfter();
    }

    private static ScheduledExecutorService thread() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("search-index").daemon().factory());
    }

    /** False for a bot without passages: its questions need not even be embedded. */
    boolean mayHold(UUID bot) {
        return read(opened -> opened.mayHold(bot));
    }

    /** Best first. */
    List<Hit> search(UUID bot, Question question, int limit) {
        int count = Math.max(CANDIDATES, limit);
        return Fusion.best(read(opened -> opened.candidates(bot, question, count)), question.meaning(), limit);
    }

    private interface Reading<T> {
        T of(PassageIndex index) throws IOException;
    }

    private <T> T read(Reading<T> reading) {
        PassageIndex opened = ready();
        try {
            return reading.of(opened);
        } catch (IOException | AlreadyClosedException e) {
            throw failed(opened, e);
        }
    }

    /** Makes the index hold of a source what PostgreSQL has committed of it: its live revision, or nothing. */
    void bringUpToDate(UUID source) {
        change(opened -> {
            Optional<LiveSource> live = db.call(() -> passages.live(source));
            if (live.isPresent()) {
                put(opened, live.get());
            } else {
                opened.deleteSource(source);
            }
        });
    }

    /** Takes out a bot of which PostgreSQL has nothing any more. */
    void bringBotUpToDate(UUID bot) {
        change(opened -> {
            if (!db.call(() -> passages.isLive(bot))) {
                opened.deleteBot(bot);
            }
        });
    }

    /** Takes out bots and sources, also from the files: afterwards their words are nowhere any more. */
    void erase(Set<UUID> botsAndSources) {
        change(opened -> {
            for (UUID id : botsAndSources) {
                opened.deleteSource(id);
                opened.deleteBot(id);
            }
            opened.commit();
            opened.erase();
        });
    }

    private interface Change {
        void apply(PassageIndex index) throws IOException;
    }

    private void change(Change change) {
        PassageIndex opened = ready();
        changing.lock();
        try {
            change.apply(opened);
            opened.commit();
            // A new revision of a source deletes the passages of the one before.
            deletedSince = deletedSince == 0 ? System.nanoTime() : deletedSince;
        } catch (IOException | RuntimeException e) {
            throw failed(opened, e);
        } finally {
            changing.unlock();
        }
    }

    /** The index, once it agrees with PostgreSQL. */
    private PassageIndex ready() {
        try {
            return index.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw notReady(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ApiException notReady(Exception cause) {
        return new ApiException(
                ErrorCode.SERVICE_UNAVAILABLE,
                "The search index is being made. Try again in a little while.",
                List.of(),
                Duration.ofSeconds(5),
                cause);
    }

    /** Has the index opened anew, from its last good state. PostgreSQL has what the failed change was about. */
    private ApiException failed(PassageIndex opened, Exception cause) {
        changing.lock();
        try {
            if (running && index.isDone() && index.join().equals(opened)) {
                LOG.error("The search index failed; it is opened anew", cause);
                index = new CompletableFuture<>();
                opened.close();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The failed search index was not closed cleanly", e);
        } finally {
            changing.unlock();
        }
        return notReady(cause);
    }

    boolean isReady() {
        return index.isDone();
    }

    @Override
    public void start() {
        running = true;
        index = new CompletableFuture<>();
        housekeeping = thread();
        var _ = housekeeping.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            if (Files.exists(rebuildRequest)) {
                discard();
            }
            if (!index.isDone()) {
                open();
            } else if (deletedSince != 0 && System.nanoTime() - deletedSince >= eraseAfter.toNanos()) {
                deletedSince = 0;
                index.join().erase();
            }
        } catch (IOException | RuntimeException e) {
            // Most likely the database or the disk; the next look may find them well again.
            LOG.warn("The search index is not ready yet", e);
        }
    }

    private void discard() throws IOException {
        changing.lock();
        try {
            CompletableFuture<PassageIndex> old = index;
            index = new CompletableFuture<>();
            if (old.isDone()) {
                old.join().close();
            }
            LucenePassageIndex.clear(folder);
            Files.deleteIfExists(rebuildRequest);
            LOG.info("The search index is made again, as was asked for");
        } finally {
            changing.unlock();
        }
    }

    private void open() throws IOException {
        PassageIndex opened = LucenePassageIndex.open(
                folder, () -> LOG.warn("The search index is damaged; it is made again from the database"));
        try {
            reconcile(opened);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        changing.lock();
        try {
            if (running) {
                // What a crash or an earlier run left to erase.
                deletedSince = System.nanoTime();
                index.complete(opened);
            } else {
                opened.close();
            }
        } finally {
            changing.unlock();
        }
    }

    private void reconcile(PassageIndex opened) throws IOException {
        Map<SourceKey, Integer> surplus = new HashMap<>(opened.contents());
        List<LiveSource> live = db.call(passages::live);
        int made = 0;
        for (LiveSource source : live) {
            if (!running) {
                return;
            }
            Integer there = surplus.remove(source.key());
            if (there == null || there != source.passages()) {
                put(opened, source);
                made++;
                if (made % MADE_AT_ONCE == 0) {
                    opened.commit();
                }
            }
        }
        // An older revision of a live source was replaced just now, so only what has no live revision is deleted.
        Set<UUID> alive = live.stream().map(source -> source.key().sourceId()).collect(Collectors.toSet());
        for (SourceKey gone : surplus.keySet()) {
            if (!alive.contains(gone.sourceId())) {
                opened.deleteSource(gone.sourceId());
            }
        }
        if (made > 0 || !surplus.isEmpty()) {
            opened.commit();
            LOG.info("Search index brought up to date: {} of {} sources made again", made, live.size());
        }
    }

    private void put(PassageIndex target, LiveSource source) throws IOException {
        target.replace(
                source.key(),
                () -> new StoredEntries(page ->
                        Tenant.call(source.tenantId(), () -> db.call(() -> passages.entries(source.key(), page)))));
    }

    @Override
    public void stop() {
        running = false;
        // Not interrupted: that would close the files under the writer's hands.
        housekeeping.shutdown();
        awaitHousekeeping();
        changing.lock();
        try {
            CompletableFuture<PassageIndex> closing = index;
            index = new CompletableFuture<>();
            if (closing.isDone()) {
                closing.join().close();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The search index was not closed cleanly; the next start repairs it", e);
        } finally {
            changing.unlock();
        }
    }

    /** Two writers must not have the folder, if this starts again. */
    private void awaitHousekeeping() {
        try {
            if (!housekeeping.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The search index is still being made; that is given up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
