package ai.chatforge.vector;

import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.retry.Backoff;
import ai.chatforge.vector.PassageVectors.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes an index of the model that is wanted beside the present one, and has it take that one's place once it is whole.
 * Until then questions and passages have vectors of the present model, so that nothing is ever not found.
 */
@Component
class ModelChange {
    private static final Logger LOG = LoggerFactory.getLogger(ModelChange.class);
    private static final Backoff BETWEEN_TRIES = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10));
    private static final long END_SECONDS = 30;

    private final PassageStore store;
    private final IndexFiller filler;
    private final PassageVectors vectors;
    private final EmbeddingModels models;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile ExecutorService thread = thread();
    private volatile @Nullable LiveIndex beside;
    private volatile boolean running;
    private volatile long notBefore = System.nanoTime();
    /** Of the one who is {@link #busy}, like the next one. */
    private int failures;
    /** Sources that the index had when it was last given up. */
    private int reached;

    ModelChange(PassageStore store, IndexFiller filler, PassageVectors vectors, EmbeddingModels models) {
        this.store = store;
        this.filler = filler;
        this.vectors = vectors;
        this.models = models;
    }

    private static ExecutorService thread() {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("model-change").daemon().factory());
    }

    interface Taker {
        void take(LiveIndex made) throws IOException;
    }

    /** The one that is being made; what is deleted is to be deleted there too. */
    @Nullable
    LiveIndex underWay() {
        return beside;
    }

    /** By which model passages are found. Nothing was noted while there was only the built-in one. */
    EmbeddingModel present() {
        State state = vectors.state().orElseGet(() -> {
            boolean fresh = filler.live().isEmpty();
            State first = new State((fresh ? models.wanted() : models.builtIn()).id(), false);
            vectors.state(first);
            return first;
        });
        return models.byId(state.model());
    }

    /** Indexes that are, or are to be. */
    List<EmbeddingModel> needed() {
        return List.of(present(), models.wanted());
    }

    void start() {
        running = true;
        thread = thread();
    }

    /** Begins what there is to do, if anything, and does not wait for it. */
    void look(LiveIndex live, Taker taker) {
        boolean changed = !live.model().id().equals(models.wanted().id());
        if (System.nanoTime() - notBefore < 0 || !busy.compareAndSet(false, true)) {
            return;
        }
        if (!changed && !unfolded()) {
            // Seldom looked at: another start of this program is the only thing that could change it.
            notBefore = System.nanoTime() + Duration.ofDays(1).toNanos();
            busy.set(false);
            return;
        }
        thread.execute(() -> {
            try {
                if (changed) {
                    change(taker);
                }
                fold();
                failures = 0;
            } catch (IOException | RuntimeException e) {
                Duration wait = BETWEEN_TRIES.after(++failures);
                notBefore = System.nanoTime() + wait.toNanos();
                LOG.warn(
                        "The change to the model {} is not finished; it is tried again in {} s: {}",
                        models.wanted().id(),
                        wait.toSeconds(),
                        e.getMessage());
            } finally {
                busy.set(false);
            }
        });
    }

    private boolean unfolded() {
        return vectors.state().map(State::folding).orElse(false);
    }

    private void change(Taker taker) throws IOException {
        EmbeddingModel wanted = models.wanted();
        LOG.info("Passages are embedded with the model {}", wanted.id());
        LiveIndex made = new LiveIndex(store.open(wanted), wanted);
        beside = made;
        boolean taken = false;
        try {
            while (running && filler.reconcile(made, true, () -> running) > 0) {
                // What came meanwhile makes another round.
            }
            filler.changing().lock();
            try {
                filler.reconcile(made, true, () -> running);
                if (running) {
                    vectors.state(new State(wanted.id(), true));
                    taker.take(made);
                    taken = true;
                }
            } finally {
                beside = null;
                filler.changing().unlock();
            }
        } finally {
            beside = null;
            if (!taken) {
                giveUp(made);
            }
        }
    }

    /** What got on is tried again as soon as at first. */
    private void giveUp(LiveIndex made) throws IOException {
        try (PassageIndex index = made.index()) {
            int sources = index.contents().size();
            failures = sources > reached ? 0 : failures;
            reached = sources;
        }
    }

    private void fold() {
        State state = vectors.state().orElseThrow();
        Set<UUID> tenants = filler.live().stream()
                .map(PassageRepository.LiveSource::tenantId)
                .collect(Collectors.toSet());
        for (UUID tenant : tenants) {
            if (!running) {
                return;
            }
            Tenant.run(tenant, () -> vectors.fold(state.model()));
        }
        vectors.state(new State(state.model(), false));
    }

    void stop() {
        running = false;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Passages are still being embedded; that is given up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        notBefore = System.nanoTime();
    }
}
