package ai.chatforge.document;

import ai.chatforge.document.api.SourceChanged;
import ai.chatforge.document.api.SourceDeleted;
import ai.chatforge.document.extract.DetectedType;
import ai.chatforge.document.extract.Detection;
import ai.chatforge.document.extract.FailureCode;
import ai.chatforge.document.extract.TextExtractor;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.idempotency.EffectId;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.storage.FolderStorage;
import ai.chatforge.platform.storage.FolderStorage.StoredFile;
import ai.chatforge.user.api.Allowances;
import ai.chatforge.user.api.Entitlement;
import ai.chatforge.user.api.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** The sources of one bot of the present tenant. */
@Service
class SourceService {
    private final Database db;
    private final SourceRepository sources;
    private final RevisionRepository revisions;
    private final SegmentRepository segments;
    private final FolderStorage files;
    private final Leftovers leftovers;
    private final TextExtractor extractor;
    private final TrainingJobs jobs;
    private final Fetches fetches;
    private final SourceChanges changes;
    private final EventLog events;
    private final Allowances allowances;
    private final Clock clock;

    SourceService(
            @Qualifier("document") Database db,
            SourceRepository sources,
            RevisionRepository revisions,
            SegmentRepository segments,
            FolderStorage files,
            Leftovers leftovers,
            TextExtractor extractor,
            TrainingJobs jobs,
            Fetches fetches,
            SourceChanges changes,
            EventLog events,
            Allowances allowances,
            Clock clock) {
        this.db = db;
        this.sources = sources;
        this.revisions = revisions;
        this.segments = segments;
        this.files = files;
        this.leftovers = leftovers;
        this.extractor = extractor;
        this.jobs = jobs;
        this.fetches = fetches;
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
        requireRoom(bot);
        Content content = store(upload);
        String given = upload.title();
        String title = given == null || given.isBlank() ? upload.fileName() : given.strip();
        return add(bot, NewSource.of(upload.type(), title, upload.citable(), content), train);
    }

    /** Looked at again when nobody else can come in between; until then this saves storing what will be refused. */
    void requireRoom(UUID bot) {
        Entitlement entitlement = allowances.of(Tenant.required());
        db.run(() -> entitlement.requireRoom(Limit.SOURCES_PER_BOT, sources.count(bot)));
    }

    /** A file that may be a source's. */
    Content store(Upload upload) throws IOException {
        requireSize(upload.size());
        StoredFile stored = leftovers.store(upload.content());
        boolean kept = false;
        try {
            DetectedType type = accepted(files.path(stored.key()), upload.fileName());
            boolean file = upload.type() == Source.Type.FILE;
            Content content = Content.of(stored, file ? upload.fileName() : null, type.mediaType());
            kept = true;
            return content;
        } finally {
            if (!kept) {
                leftovers.delete(stored.key());
            }
        }
    }

    void requireSize(long size) {
        Entitlement entitlement = allowances.of(Tenant.required());
        long most = entitlement.limit(Limit.UPLOAD_BYTES);
        if (size > most) {
            throw new ApiException(
                    ErrorCode.FILE_TOO_LARGE,
                    "The file has " + size + " bytes; the plan " + entitlement.plan() + " allows " + most
                            + " for each. Split it, or choose a larger plan.");
        }
    }

    DetectedType accepted(Path file, String fileName) throws IOException {
        return switch (extractor.detect(file, fileName)) {
            case Detection.Accepted accepted -> accepted.type();
            case Detection.Refused refused ->
                throw new ApiException(
                        refused.code() == FailureCode.UNSUPPORTED_FILE_TYPE
                                ? ErrorCode.UNSUPPORTED_FILE_TYPE
                                : ErrorCode.FILE_UNREADABLE,
                        refused.message());
        };
    }

    /** Its file is deleted when it cannot be added. */
    Source add(UUID bot, NewSource source, boolean train) {
        Entitlement entitlement = allowances.of(Tenant.required());
        UUID id = EffectId.orNext();
        boolean kept = false;
        try {
            Source added = db.call(() -> {
                sources.lockCount(bot);
                Optional<Source> before = sources.find(bot, id);
                if (before.isPresent()) {
                    return before.get();
                }
                entitlement.requireRoom(Limit.SOURCES_PER_BOT, sources.count(bot));
                sources.insert(id, bot, source, train, clock.instant());
                Source inserted = read(bot, id);
                if (source.refresh() != Source.Refresh.NEVER) {
                    fetches.plan(inserted, source.refresh());
                }
                if (train) {
                    jobs.admit();
                }
                return read(bot, id);
            });
            kept = source.content() == null || source.content().storageKey().equals(added.storageKey());
            changes.happened(bot);
            return added;
        } finally {
            if (!kept && source.content() != null) {
                leftovers.delete(source.content().storageKey());
            }
        }
    }

    List<Source> page(UUID bot, VisibleSources visible, @Nullable UUID after, int limit) {
        return db.call(() -> sources.page(bot, visible.isEditor(), after, limit));
    }

    Source get(UUID bot, UUID id) {
        return db.call(() -> read(bot, id));
    }

    /** What is null stays as it is. */
    Source change(
            UUID bot, UUID id, @Nullable String title, @Nullable Boolean citable, Source.@Nullable Refresh refresh) {
        Source changed = db.call(() -> {
            Source source = read(bot, id);
            if (refresh != null && refresh != Source.Refresh.NEVER && !Fetches.isFetched(source)) {
                throw ApiException.invalid(
                        "refresh",
                        "is for sources that are fetched: pages, and videos without a" + " pasted transcript");
            }
            sources.change(id, title, citable, clock.instant());
            if (title != null || citable != null) {
                events.publish(db, new SourceChanged(Tenant.required(), bot, id));
            }
            if (refresh != null && refresh != source.refresh()) {
                fetches.plan(source, refresh);
            }
            return read(bot, id);
        });
        changes.happened(bot);
        return changed;
    }

    void delete(UUID bot, UUID id) {
        Source gone = db.call(() -> {
            Source source = read(bot, id);
            sources.delete(id);
            leftovers.drop(source.storageKey());
            leftovers.drop(formerFile(source));
            events.publish(db, new SourceDeleted(Tenant.required(), bot, id));
            jobs.admit();
            return source;
        });
        leftovers.delete(gone.storageKey());
        leftovers.delete(formerFile(gone));
        changes.happened(bot);
    }

    private static @Nullable String formerFile(Source source) {
        Source.Former former = source.former();
        return former == null ? null : former.storageKey();
    }

    /** Called when the bot is gone, inside the transaction of the event. */
    void deleteOfBot(UUID bot) {
        sources.deleteOfBot(bot).forEach(leftovers::delete);
        jobs.admit();
        sources.forgetNames(bot);
    }

    /** Starts those that are held back or failed. */
    TrainingStatus train(UUID bot, VisibleSources visible) {
        db.run(() -> {
            revisions.restart(bot, null, clock.instant());
            jobs.admit();
        });
        changes.happened(bot);
        return status(bot, visible);
    }

    TrainingStatus status(UUID bot, VisibleSources visible) {
        boolean all = visible.isEditor();
        return db.call(
                () -> TrainingStatus.of(sources.counts(bot, all), sources.foremost(bot, all, TrainingStatus.SOURCES)));
    }

    record Excerpt(Source source, int total, List<SegmentRepository.Placed> items) {}

    Excerpt segments(UUID bot, UUID id, int from, int limit) {
        return db.call(() -> {
            Source source = read(bot, id);
            Integer total = source.shownSegments();
            return new Excerpt(
                    source, total == null ? 0 : total, segments.placed(id, source.shownRevision(), from, limit));
        });
    }

    private Source read(UUID bot, UUID id) {
        return sources.find(bot, id).orElseThrow(() -> ApiException.notFound("source"));
    }
}
