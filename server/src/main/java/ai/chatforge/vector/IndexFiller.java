package ai.chatforge.vector;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.vector.EmbeddingException.NotTakenException;
import ai.chatforge.vector.JsonEndpoint.RefusedException;
import ai.chatforge.vector.PassageIndex.SourceKey;
import ai.chatforge.vector.PassageRepository.LiveSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Makes an index hold what PostgreSQL has. */
@Component
class IndexFiller {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFiller.class);
    /** A commit waits for the disk; a crash loses what was made since the last one. */
    private static final int MADE_AT_ONCE = 100;

    private final Database db;
    private final PassageRepository passages;
    private final PassageVectors vectors;
    /** One change of an index at a time. */
    private final ReentrantLock changing = new ReentrantLock();

    IndexFiller(@Qualifier("vector") Database db, PassageRepository passages, PassageVectors vectors) {
        this.db = db;
        this.passages = passages;
        this.vectors = vectors;
    }

    ReentrantLock changing() {
        return changing;
    }

    Optional<LiveSource> live(UUID source) {
        return db.call(() -> passages.live(source));
    }

    List<LiveSource> live() {
        return db.call(passages::live);
    }

    boolean isLive(UUID bot) {
        return db.call(() -> passages.isLive(bot));
    }

    /**
     * Compares source by source, and makes again what differs.
     *
     * @param strict whether a source that cannot be embedded is to end it; else it is left out, as is always what the index
     *     does not take; but no index is whole that lacks most of them
     * @return how many sources differed
     */
    int reconcile(LiveIndex target, boolean strict, BooleanSupplier goOn) throws IOException {
        Map<SourceKey, Integer> contents = target.index().contents();
        List<LiveSource> live = live();
        deleteSurplus(target, contents.keySet(), live);
        int made = 0;
        int leftOut = 0;
        for (LiveSource source : live) {
            if (!goOn.getAsBoolean()) {
                return made;
            }
            if (contents.getOrDefault(source.key(), 0) == source.passages()) {
                continue;
            }
            if (!put(target, source, strict)) {
                leftOut++;
            } else if (++made % MADE_AT_ONCE == 0) {
                commit(target);
            }
        }
        if (strict && 2 * leftOut > live.size()) {
            // Then it is the index, and not what is put into it.
            throw new IOException("The index does not take " + leftOut + " of " + live.size() + " sources");
        }
        commit(target);
        if (made > 0) {
            LOG.info("Search index brought up to date: {} of {} sources made again", made, live.size());
        }
        return made;
    }

    /** First of all: what is made afterwards may fail for long. Older revisions of live sources are replaced by it. */
    private void deleteSurplus(LiveIndex target, Set<SourceKey> contents, List<LiveSource> live) throws IOException {
        Set<UUID> alive = live.stream()
                .filter(source -> source.passages() > 0)
                .map(source -> source.key().sourceId())
                .collect(Collectors.toSet());
        for (SourceKey there : contents) {
            if (!alive.contains(there.sourceId())) {
                delete(target, there.sourceId());
            }
        }
        commit(target);
    }

    private boolean put(LiveIndex target, LiveSource source, boolean strict) throws IOException {
        try {
            put(target, source);
            return true;
        } catch (NotTakenException e) {
            LOG.error("Source {} cannot be found: {}", source.key().sourceId(), e.getMessage());
            return false;
        } catch (EmbeddingException e) {
            if (strict) {
                // What was made until now is kept.
                commit(target);
                throw new EmbeddingException("source " + source.key().sourceId() + ": " + e.getMessage(), e);
            }
            LOG.warn("Source {} cannot be found for now: {}", source.key().sourceId(), e.getMessage());
            return false;
        }
    }

    private void commit(LiveIndex target) throws IOException {
        changing.lock();
        try {
            target.index().commit();
        } finally {
            changing.unlock();
        }
    }

    private void delete(LiveIndex target, UUID source) throws IOException {
        changing.lock();
        try {
            // It may have come to life again in the meantime.
            if (live(source).filter(found -> found.passages() > 0).isEmpty()) {
                target.index().deleteSource(source);
            }
        } finally {
            changing.unlock();
        }
    }

    void put(LiveIndex target, LiveSource source) throws IOException {
        String model = target.model().id();
        // Embedding takes its time; other changes need not wait for it.
        vectors.complete(source, target.model());
        changing.lock();
        try {
            if (!live(source.key().sourceId()).equals(Optional.of(source))) {
                // Whoever changed it in the meantime puts it in.
                return;
            }
            target.index()
                    .replace(
                            source.key(),
                            () -> new StoredEntries(page -> Tenant.call(
                                    source.tenantId(),
                                    () -> db.call(() -> passages.entries(source.key(), model, page)))));
        } catch (IllegalArgumentException e) {
            throw notTaken(target, source, e);
        } catch (RefusedException e) {
            if (!e.isOfContent()) {
                throw e;
            }
            throw notTaken(target, source, e);
        } finally {
            changing.unlock();
        }
    }

    /** The index cannot take an entry of the source: one source must not cost all others. */
    private static NotTakenException notTaken(LiveIndex target, LiveSource source, Exception cause) throws IOException {
        target.index().deleteSource(source.key().sourceId());
        target.index().commit();
        return new NotTakenException(cause);
    }
}
