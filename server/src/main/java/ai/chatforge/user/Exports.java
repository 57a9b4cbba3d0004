package ai.chatforge.user;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.job.JobQueue;
import ai.chatforge.platform.job.JobType;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Exports of the present tenant: asked for, made by a job, kept for a week. */
@Service
class Exports {
    static final JobType<ExportRef> MAKE = new JobType<>("make-export", ExportRef.class);
    static final JobType<ExportRef> EXPIRE = new JobType<>("expire-export", ExportRef.class);
    private static final int A_DAY = 5;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(7);

    private final Database db;
    private final ExportRepository exports;
    private final ProfileRepository profiles;
    private final ExportFiles files;
    private final ExportArchive archive;
    private final JobQueue queue;
    private final Clock clock;

    Exports(
            @Qualifier("user") Database db,
            ExportRepository exports,
            ProfileRepository profiles,
            ExportFiles files,
            ExportArchive archive,
            Jobs jobs,
            Clock clock) {
        this.db = db;
        this.exports = exports;
        this.profiles = profiles;
        this.files = files;
        this.archive = archive;
        this.queue = jobs.queue(db);
        this.clock = clock;
    }

    record ExportRef(UUID tenant, UUID export) {}

    Export start() {
        Instant now = clock.instant();
        Export export = new Export(Ids.next(), Export.State.WAITING, null, now, null, now.plus(KEPT));
        return db.call(() -> {
            refuseTooMany(now);
            if (!exports.insert(export)) {
                throw new ApiException(
                        ErrorCode.CONFLICT, "An export is being made already. Wait until it is ready, and load that.");
            }
            ExportRef ref = new ExportRef(Tenant.required(), export.id());
            queue.schedule(MAKE, export.id().toString(), ref);
            queue.schedule(EXPIRE, export.id().toString(), ref, export.expiresAt());
            return exports.find(export.id()).orElseThrow();
        });
    }

    private void refuseTooMany(Instant now) {
        List<Instant> lately = exports.all().stream()
                .map(Export::createdAt)
                .filter(at -> at.isAfter(now.minus(DAY)))
                .toList();
        if (lately.size() >= A_DAY) {
            throw ApiException.retryLater(
                    ErrorCode.RATE_LIMITED,
                    "There were " + A_DAY + " exports in the last 24 hours. Load one of them, or wait.",
                    Duration.between(now, lately.get(A_DAY - 1).plus(DAY)));
        }
    }

    List<Export> all() {
        return db.call(exports::all);
    }

    Export get(UUID id) {
        return db.call(() -> exports.find(id)).orElseThrow(() -> ApiException.notFound("export"));
    }

    Path file(UUID id) {
        Path file = files.path(Tenant.required(), id);
        if (get(id).state() != Export.State.READY || !Files.exists(file)) {
            throw ApiException.notFound("archive. It is there once the export is ready, for seven days");
        }
        return file;
    }

    Job<ExportRef> making() {
        return Job.of(MAKE, this::make)
                .onGivenUp((ref, cause) ->
                        Tenant.run(ref.tenant(), () -> db.call(() -> exports.failed(ref.export(), clock.instant()))));
    }

    Job<ExportRef> expiring() {
        return Job.of(EXPIRE, (ref, run) -> Tenant.run(ref.tenant(), () -> expire(ref)))
                .attempts(1_000, Duration.ofSeconds(10), Duration.ofHours(1));
    }

    private void make(ExportRef ref, Job.Run run) throws Exception {
        Tenant.<@Nullable Void, Exception>call(ref.tenant(), () -> {
            if (db.call(() -> exports.running(ref.export()))) {
                archive(ref, run);
            }
            return null;
        });
    }

    private void archive(ExportRef ref, Job.Run run) throws IOException, InterruptedException {
        // Sign-up comes before its profile; a moment later it is there.
        String email = db.call(profiles::find).orElseThrow().email();
        long size = files.write(
                ref.tenant(), ref.export(), out -> archive.write(ref.tenant(), email, out, () -> goOn(ref, run)));
        if (!db.call(() -> exports.ready(ref.export(), size, clock.instant()))) {
            files.delete(ref.tenant(), ref.export());
        }
    }

    /** The account may be closed meanwhile. */
    private void goOn(ExportRef ref, Job.Run run) {
        if (run.stopping().getAsBoolean()
                || db.call(() -> exports.find(ref.export())).isEmpty()) {
            throw new IllegalStateException("The export is not to be made any further now");
        }
    }

    private void expire(ExportRef ref) {
        try {
            files.delete(ref.tenant(), ref.export());
            db.run(() -> exports.delete(ref.export()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
