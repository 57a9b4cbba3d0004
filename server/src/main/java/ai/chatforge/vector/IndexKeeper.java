package ai.chatforge.vector;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.retry.Backoff;
import ai.chatforge.vector.EmbeddingException.NotTakenException;
import ai.chatforge.vector.Fusion.Hit;
import ai.chatforge.vector.PassageRepository.LiveSource;
import ai.chatforge.vector.api.SearchIndexRebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final long END_SECONDS = 30;
    private static final Backoff BETWEEN_TRIES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final Path rebuildRequest;
    private final PassageStore store;
    private final IndexFiller filler;
    private final ModelChange modelChange;
    private final Duration eraseAfter;
    private final ReentrantLock changing;
    private volatile CompletableFuture<LiveIndex> live = new CompletableFuture<>();
    private volatile ScheduledExecutorService housekeeping = thread();
    private volatile boolean running;
    private volatile long deletedSince;
    /** Changes that the index did not take. */
    private final AtomicInteger missed = new AtomicInteger();
    /** Of housekeeping, like the next one. */
    private int failures;

    private long catchUpAt = System.nanoTime();

    IndexKeeper(
            DataFolder folder,
            PassageStore store,
            IndexFiller filler,
            ModelChange modelChange,
            VectorSettings settings) {
        this.rebuildRequest = SearchIndexRebuild.file(folder);
        this.store = store;
        this.filler = filler;
        this.modelChange = modelChange;
        this.eraseAfter = settings.eraseAfter();
        this.changing = filler.changing();
    }

    private static ScheduledExecutorService thread() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("search-index").daemon().factory());
    }

    /** False for a bot without passages: its questions need not even be embedded. */
    boolean mayHold(UUID bot) {
        return read(opened -> opened.index().mayHold(bot));
    }

    /** Best first. */
    List<Hit> search(UUID bot, String words, double meaning, int limit) {
        int count = Math.max(CANDIDATES, limit);
        return read(opened -> {
            Question question = question(words, meaning, opened.model());
            return Fusion.best(opened.index().candidates(bot, question, count), question.meaning(), limit);
        });
    }

    /** Without an answer of the model there are still the words. */
    private static Question question(String words, double meaning, EmbeddingModel model) {
        if (meaning == 0) {
            return Question.ofWords(words);
        }
        try {
            return new Question(words, model.embedQuery(words), meaning);
        } catch (EmbeddingException e) {
            LOG.warn("A question is answered by its words alone: {}", e.getMessage());
            return Question.ofWords(words);
        }
    }

    private interface Reading<T> {
        T of(LiveIndex index) throws IOException;
    }

    private <T> T read(Reading<T> reading) {
        LiveIndex opened = ready();
        while (true) {
            try {
                return reading.of(opened);
            } catch (IOException | AlreadyClosedException e) {
                if (JsonEndpoint.isOfOneRequest(e)) {
                    LOG.warn("A question was not searched for: {}", e.getMessage());
                    throw later("The search index did not take the question. Try again in a little while.", e);
                }
                LiveIndex now = live.getNow(opened);
                if (now.index().equals(opened.index())) {
                    throw failed(opened, e);
                }
                // Another one took its place in the meantime.
                opened = now;
            }
        }
    }

    /**
     * Makes the index hold of a source what PostgreSQL has committed of it: its live revision, or nothing.
     *
     * @throws NotTakenException when it holds nothing of it, as it does not take it
     */
    void bringUpToDate(UUID source) {
        change(opened -> {
            Optional<LiveSource> found = filler.live(source);
            if (found.isPresent()) {
                filler.put(opened, found.get());
            } else {
                delete(opened, index -> index.deleteSource(source));
            }
        });
    }

    /** Takes out a bot of which PostgreSQL has nothing any more. */
    void bringBotUpToDate(UUID bot) {
        change(opened -> {
            if (!filler.isLive(bot)) {
                delete(opened, index -> index.deleteBot(bot));
            }
        });
    }

    /** Takes out bots and sources, also from the files: afterwards their words are nowhere any more. */
    void erase(Set<UUID> botsAndSources) {
        change(opened -> delete(opened, index -> {
            for (UUID id : botsAndSources) {
                index.deleteSource(id);
                index.deleteBot(id);
            }
            index.commit();
            index.erase();
        }));
    }

    private interface Deletion {
        void from(PassageIndex index) throws IOException;
    }

    private void delete(LiveIndex opened, Deletion deletion) throws IOException {
        deletion.from(opened.index());
        LiveIndex beside = modelChange.underWay();
        if (beside != null) {
            deletion.from(beside.index());
        }
    }

    private interface Change {
        void apply(LiveIndex index) throws IOException;
    }

    private void change(Change change) {
        ready();
        changing.lock();
        try {
            LiveIndex opened = live.getNow(null);
            if (opened == null) {
                throw notReady(null);
            }
            apply(change, opened);
        } finally {
            changing.unlock();
        }
    }

    private void apply(Change change, LiveIndex opened) {
        try {
            change.apply(opened);
            opened.index().commit();
            // A new revision of a source deletes the passages of the one before.
            deleted();
        } catch (NotTakenException e) {
            deleted();
            throw e;
        } catch (EmbeddingException e) {
            throw e.later();
        } catch (IOException | RuntimeException e) {
            if (JsonEndpoint.mayPass(e)) {
                // Questions are answered from what it has.
                missed.incrementAndGet();
                throw later("The search index could not be changed. Try again in a little while.", e);
            }
            throw failed(opened, e);
        }
    }

    private void deleted() {
        deletedSince = deletedSince == 0 ? System.nanoTime() : deletedSince;
    }

    /** The one whose vectors are searched in. */
    EmbeddingModel embeddingModel() {
        return ready().model();
    }

    /** The index, once it agrees with PostgreSQL. */
    private LiveIndex ready() {
        try {
            return live.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw notReady(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ApiException notReady(@Nullable Exception cause) {
        return later("The search index is being made. Try again in a little while.", cause);
    }

    private static ApiException later(String detail, @Nullable Exception cause) {
        return new ApiException(ErrorCode.SERVICE_UNAVAILABLE, detail, List.of(), Duration.ofSeconds(5), cause);
    }

    /** Has the index opened anew, from its last good state. PostgreSQL has what the failed change was about. */
    private ApiException failed(LiveIndex opened, Exception cause) {
        changing.lock();
        try {
            if (running && live.isDone() && live.join().index().equals(opened.index())) {
                LOG.error("The search index failed; it is opened anew", cause);
                live = new CompletableFuture<>();
                opened.index().close();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The failed search index was not closed cleanly", e);
        } finally {
            changing.unlock();
        }
        return notReady(cause);
    }

    boolean isReady() {
        return live.isDone();
    }

    /** By which model passages are found at present. */
    String model() {
        return ready().model().id();
    }

    @Override
    public void start() {
        running = true;
        live = new CompletableFuture<>();
        housekeeping = thread();
        var _ = housekeeping.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        modelChange.start();
    }

    private void look() {
        try {
            if (Files.exists(rebuildRequest)) {
                discard();
            }
            if (!live.isDone()) {
                open();
            } else if (deletedSince != 0 && System.nanoTime() - deletedSince >= eraseAfter.toNanos()) {
                erase(live.join().index());
            }
            if (live.isDone()) {
                catchUp(live.join());
                modelChange.look(live.join(), this::take);
            }
        } catch (IOException | RuntimeException e) {
            // Most likely the database or the disk; the next look may find them well again.
            LOG.warn("The search index is not ready yet", e);
        }
    }

    private void erase(PassageIndex index) throws IOException {
        long since = deletedSince;
        deletedSince = 0;
        try {
            index.erase();
        } catch (IOException | RuntimeException e) {
            deletedSince = deletedSince == 0 ? since : deletedSince;
            throw e;
        }
    }

    /** Makes good what the index did not take, while questions go on. */
    private void catchUp(LiveIndex opened) {
        int missing = missed.get();
        if (missing == 0 || System.nanoTime() - catchUpAt < 0) {
            return;
        }
        try {
            filler.reconcile(opened, false, () -> running);
            failures = 0;
            missed.addAndGet(-missing);
        } catch (IOException | RuntimeException e) {
            if (!JsonEndpoint.mayPass(e)) {
                var _ = failed(opened, e);
                return;
            }
            Duration wait = BETWEEN_TRIES.after(++failures);
            catchUpAt = System.nanoTime() + wait.toNanos();
            LOG.warn(
                    "The search index still lacks changes; that is tried again in {} s: {}",
                    wait.toSeconds(),
                    e.getMessage());
        }
    }

    private void discard() throws IOException {
        changing.lock();
        try {
            CompletableFuture<LiveIndex> old = live;
            live = new CompletableFuture<>();
            if (old.isDone()) {
                old.join().index().close();
            }
            store.clear(modelChange.present());
            Files.deleteIfExists(rebuildRequest);
            LOG.info("The search index is made again, as was asked for");
        } finally {
            changing.unlock();
        }
    }

    private void open() throws IOException {
        EmbeddingModel model = modelChange.present();
        store.keepOnly(modelChange.needed());
        LiveIndex opened = new LiveIndex(store.open(model), model);
        missed.set(0);
        try {
            filler.reconcile(opened, false, () -> running);
        } catch (IOException | RuntimeException e) {
            opened.index().close();
            throw e;
        }
        changing.lock();
        try {
            if (running) {
                // What a crash or an earlier run left to erase.
                deletedSince = System.nanoTime();
                live.complete(opened);
            } else {
                opened.index().close();
            }
        } finally {
            changing.unlock();
        }
    }

    /** Puts an index in the place of the present one; whoever calls holds the lock. */
    private void take(LiveIndex made) throws IOException {
        LiveIndex old = live.getNow(null);
        if (old == null || !running) {
            throw new IOException("The search index is being opened or closed");
        }
        live = CompletableFuture.completedFuture(made);
        // What was deleted while it was made.
        deleted();
        LOG.info("Passages are found by the model {} from now on", made.model().id());
        try {
            old.index().close();
            store.clear(old.model());
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "The search index of the model {} was not taken away",
                    old.model().id(),
                    e);
        }
    }

    @Override
    public void stop() {
        running = false;
        modelChange.stop();
        // Not interrupted: that would close the files under the writer's hands.
        housekeeping.shutdown();
        awaitHousekeeping();
        changing.lock();
        try {
            CompletableFuture<LiveIndex> closing = live;
            live = new CompletableFuture<>();
            if (closing.isDone()) {
                closing.join().index().close();
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
