package ai.chatforge.document;

import ai.chatforge.document.api.SourceDeleted;
import ai.chatforge.document.extract.DetectedType;
import ai.chatforge.document.extract.Detection;
import ai.chatforge.document.extract.FailureCode;
import ai.chatforge.document.extract.Segment;
import ai.chatforge.document.extract.TextExtractor;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.storage.FolderStorage;
import ai.chatforge.platform.storage.FolderStorage.StoredFile;
import ai.chatforge.user.api.Allowances;
import ai.chatforge.user.api.Entitlement;
import ai.chatforge.user.api.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** The sources of one bot of the present tenant. */
@Service
class SourceService {
    private static final Logger LOG = LoggerFactory.getLogger(SourceService.class);

    private final Database db;
    private final SourceRepository sources;
    private final SegmentRepository segments;
    private final FolderStorage files;
    private final TextExtractor extractor;
    private final TrainingJobs jobs;
    private final SourceChanges changes;
    private final EventLog events;
    private final Allowances allowances;
    private final Clock clock;

    SourceService(
            @Qualifier("document") Database db,
            SourceRepository sources,
            SegmentRepository segments,
            FolderStorage files,
            TextExtractor extractor,
            TrainingJobs jobs,
            SourceChanges changes,
            EventLog events,
            Allowances allowances,
            Clock clock) {
        this.db = db;
        this.sources = sources;
        this.segments = segments;
        this.files = files;
        this.extractor = extractor;
        this.jobs = jobs;
        this.changes = changes;
        this.events = events;
        this.allowances = allowances;
        this.clock = clock;
    }

    /** What a client sends: a file, or text that becomes one. */
    record Upload(
            Source.Type type,
            @Nullable String title,
            String fileName,
            long size,
            InputStream content,
            boolean citable) {}

    /** Stores the content, looks at what it is, and starts the training unless that is to wait. */
    Source add(UUID bot, Upload upload, boolean train) throws IOException {
        Entitlement entitlement = allowances.of(Tenant.required());
        requireSize(entitlement, upload.size());
        // Looked at again when nobody else can come in between; until then this saves storing what will be refused.
        db.run(() -> entitlement.requireRoom(Limit.SOURCES_PER_BOT, sources.count(bot)));
        StoredFile stored = files.store(upload.content());
        boolean kept = false;
        try {
            DetectedType type = accepted(stored, upload.fileName());
            Source source = insert(bot, upload, stored, type, train, entitlement);
            kept = true;
            changes.happened(bot);
            return source;
        } finally {
            if (!kept) {
                files.delete(stored.key());
            }
        }
    }

    private static void requireSize(Entitlement entitlement, long size) {
        long most = entitlement.limit(Limit.UPLOAD_BYTES);
        if (size > most) {
            throw new ApiException(
                    ErrorCode.FILE_TOO_LARGE,
                    "The file has " + size + " bytes; the plan " + entitlement.plan() + " allows " + most
                            + " for each. Split it, or choose a larger plan.");
        }
    }

    private DetectedType accepted(StoredFile stored, String fileName) throws IOException {
        return switch (extractor.detect(files.path(stored.key()), fileName)) {
            case Detection.Accepted accepted -> accepted.type();
            case Detection.Refused refused ->
                throw new ApiException(
                        refused.code() == FailureCode.UNSUPPORTED_FILE_TYPE
                                ? ErrorCode.UNSUPPORTED_FILE_TYPE
                                : ErrorCode.FILE_UNREADABLE,
                        refused.message());
        };
    }

    private Source insert(
            UUID bot, Upload upload, StoredFile stored, DetectedType type, boolean train, Entitlement entitlement) {
        Instant now = clock.instant();
        String given = upload.title();
        boolean file = upload.type() == Source.Type.FILE;
        Source source = new Source(
                Ids.next(),
                Tenant.required(),
                bot,
                upload.type(),
                given == null || given.isBlank() ? upload.fileName() : given.strip(),
                file ? upload.fileName() : null,
                null,
                type.mediaType(),
                stored.size(),
                stored.key(),
                upload.citable(),
                Source.Status.PENDING,
                train ? Source.Stage.WAITING : null,
                1,
                false,
                new Source.Progress(0, null, "sections"),
                null,
                null,
                null,
                null,
                now,
                now);
        return db.call(() -> {
            sources.lockCount(bot);
            entitlement.requireRoom(Limit.SOURCES_PER_BOT, sources.count(bot));
            sources.insert(source, stored.sha256());
            if (train) {
                jobs.schedule(source.tenantId(), source.id());
            }
            return read(bot, source.id());
        });
    }

    List<Source> page(UUID bot, @Nullable UUID after, int limit) {
        return db.call(() -> sources.page(bot, after, limit));
    }

    Source get(UUID bot, UUID id) {
        return db.call(() -> read(bot, id));
    }

    /** What is null stays as it is. */
    Source change(UUID bot, UUID id, @Nullable String title, @Nullable Boolean citable) {
        Source changed = db.call(() -> {
            read(bot, id);
            sources.change(id, title, citable, clock.instant());
            return read(bot, id);
        });
        changes.happened(bot);
        return changed;
    }

    void delete(UUID bot, UUID id) {
        Source gone = db.call(() -> {
            Source source = read(bot, id);
            sources.delete(id);
            events.publish(db, new SourceDeleted(Tenant.required(), bot, id));
            return source;
        });
        deleteFile(gone.storageKey());
        changes.happened(bot);
    }

    /** Called when the bot is gone, inside the transaction of the event. */
    void deleteOfBot(UUID bot) {
        sources.deleteOfBot(bot).forEach(this::deleteFile);
    }

    private void deleteFile(String key) {
        try {
            files.delete(key);
        } catch (IOException e) {
            LOG.warn("The file {} could not be deleted", key, e);
        }
    }

    /** Starts those that wait or failed. */
    TrainingStatus train(UUID bot, VisibleSources visible) {
        db.run(() -> sources.restart(bot, clock.instant()).forEach(source -> jobs.schedule(Tenant.required(), source)));
        changes.happened(bot);
        return status(bot, visible);
    }

    TrainingStatus status(UUID bot, VisibleSources visible) {
        return TrainingStatus.of(visible.of(db.call(() -> sources.page(bot, null, TrainingStatus.SOURCES))));
    }

    record Excerpt(Source source, int total, List<Segment> items) {}

    Excerpt segments(UUID bot, UUID id, int from, int limit) {
        return db.call(() -> {
            Source source = read(bot, id);
            Integer total = source.segments();
            return new Excerpt(source, total == null ? 0 : total, segments.range(id, from, limit));
        });
    }

    private Source read(UUID bot, UUID id) {
        return sources.find(bot, id).orElseThrow(() -> ApiException.notFound("source"));
    }
}
