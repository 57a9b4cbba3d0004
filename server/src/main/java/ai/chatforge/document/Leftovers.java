package ai.chatforge.document;

import ai.chatforge.platform.job.JobQueue;
import ai.chatforge.platform.job.JobType;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.storage.FolderStorage;
import ai.chatforge.platform.storage.FolderStorage.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Files that no source names any more, or not yet. A file is no part of a transaction, so with each goes a job that
 * deletes it if nothing names it then: what a crash left over goes, too.
 */
@Component
class Leftovers {
    static final JobType<FileRef> SWEEP = new JobType<>("delete-file", FileRef.class);

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    /** Longer than any request takes from storing its file to the source that names it. */
    private static final Duration UNUSED = Duration.ofHours(1);

    private static final Duration DROPPED = Duration.ofMinutes(1);

    private final Database db;
    private final FolderStorage files;
    private final JobQueue queue;
    private final Clock clock;

    Leftovers(@Qualifier("document") Database db, FolderStorage files, Jobs jobs, Clock clock) {
        this.db = db;
        this.files = files;
        this.queue = jobs.queue(db);
        this.clock = clock;
    }

    record FileRef(UUID tenant, String key) {}

    /** A file that a source of the present tenant is going to name. */
    StoredFile store(InputStream content) throws IOException {
        StoredFile stored = files.store(content);
        boolean noted = false;
        try {
            sweepAfter(stored.key(), UNUSED);
            noted = true;
            return stored;
        } finally {
            if (!noted) {
                delete(stored.key());
            }
        }
    }

    /** Part of the transaction after which nothing names the file. */
    void drop(@Nullable String key) {
        if (key != null) {
            sweepAfter(key, DROPPED);
        }
    }

    private void sweepAfter(String key, Duration wait) {
        queue.schedule(
                SWEEP, key, new FileRef(Tenant.required(), key), clock.instant().plus(wait));
    }

    /** After that transaction; if it fails, the job sees to it. */
    void delete(@Nullable String key) {
        if (key == null) {
            return;
        }
        try {
            files.delete(key);
        } catch (IOException e) {
            LOG.warn("The file {} could not be deleted", key, e);
        }
    }

    void sweep(FileRef file) {
        boolean named = Tenant.call(file.tenant(), () -> db.call(() -> isNamed(file.key())));
        if (!named) {
            deleteNow(file.key());
        }
    }

    private boolean isNamed(String key) {
        return db.sql()
                .sql("""
                    select exists (select from document.source where tenant_id = :tenant
                      and (storage_key = :key or former_storage ->> 'storageKey' = :key))
                    """)
                .param("tenant", Tenant.required())
                .param("key", key)
                .query(Boolean.class)
                .single();
    }

    /** All of the present tenant, whether named or not: nothing of it is to stay, and its jobs go, too. */
    void sweepAll() {
        List<String> keys = db.call(() -> db.sql()
                .sql("""
                    select task_instance from document.scheduled_tasks
                    where task_name = :name and position(:tenant in encode(task_data, 'escape')) > 0
                    """)
                .param("name", SWEEP.name())
                .param("tenant", Tenant.required().toString())
                .query(String.class)
                .list());
        keys.forEach(this::deleteNow);
    }

    private void deleteNow(String key) {
        try {
            files.delete(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
