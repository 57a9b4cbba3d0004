package ai.chatforge.chat;

import ai.chatforge.document.api.FileTexts;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.idempotency.EffectId;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.job.JobQueue;
import ai.chatforge.platform.job.JobType;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;
import org.springframework.web.multipart.MultipartFile;

/**
 * Files that users give along with a question. Each is read when it comes, and its text waits for a day in the user's
 * own account; a question takes it to where its conversation is.
 */
@Service
class Attachments {
    /** Of one question. */
    static final int MOST = 5;

    private static final int WAITING = 50;
    private static final Duration LIFE = Duration.ofHours(24);
    private static final JobType<Ref> FORGET = new JobType<>("forget-upload", Ref.class);
    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    private final Database db;
    private final UploadRepository uploads;
    private final FileTexts texts;
    private final Tokens tokens;
    private final JobQueue queue;
    private final Clock clock;

    Attachments(
            @Qualifier("chat") Database db,
            UploadRepository uploads,
            FileTexts texts,
            Tokens tokens,
            Jobs jobs,
            Clock clock) {
        this.db = db;
        this.uploads = uploads;
        this.texts = texts;
        this.tokens = tokens;
        this.queue = jobs.queue(db);
        this.clock = clock;
    }

    record Ref(UUID tenant, UUID upload) {}

    UploadRepository.Upload add(MultipartFile sent, Caller caller) {
        FileTexts.FileText text = texts.read(Tenant.required(), sent);
        AnswerStream.Listener owner = AnswerStream.Listener.of(caller);
        Instant now = clock.instant();
        AttachedFile file = AttachedFile.of(
                new Attachment(
                        EffectId.orNext(),
                        text.fileName(),
                        text.mediaType(),
                        text.size(),
                        tokens.count(text.text()),
                        false),
                text.whole(),
                text.text());
        UUID id = file.about().id();
        return db.call(() -> {
            // It is there if the process died before it had answered.
            if (uploads.find(id, owner, now).isEmpty()) {
                uploads.insert(file, owner, now, now.plus(LIFE));
                queue.schedule(FORGET, id.toString(), new Ref(Tenant.required(), id), now.plus(LIFE));
                uploads.allBut(WAITING, owner).forEach(this::forget);
            }
            return required(id, owner);
        });
    }

    UploadRepository.Upload get(UUID id, Caller caller) {
        return db.call(() -> required(id, AnswerStream.Listener.of(caller)));
    }

    void delete(UUID id, Caller caller) {
        db.run(() -> {
            required(id, AnswerStream.Listener.of(caller));
            forget(id);
        });
    }

    private UploadRepository.Upload required(UUID id, AnswerStream.Listener owner) {
        return uploads.find(id, owner, clock.instant()).orElseThrow(Attachments::noSuchAttachment);
    }

    private void forget(UUID id) {
        uploads.delete(id);
        queue.cancel(FORGET, id.toString());
    }

    /** Those that a new question is to have. Called where the caller's own account is the tenant. */
    List<AttachedFile> wanted(@Nullable List<UUID> ids, Caller caller) {
        return wanted(ids, List.of(), caller);
    }

    /**
     * Those that a question is to have which takes the place of another one.
     *
     * @param ids null for all that the other one has
     */
    List<AttachedFile> wanted(@Nullable List<UUID> ids, List<AttachedFile> before, Caller caller) {
        if (ids == null) {
            return before;
        }
        if (ids.stream().distinct().count() < ids.size()) {
            throw ApiException.invalid("attachmentIds", "must not name a file twice");
        }
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, AttachedFile> known =
                before.stream().collect(Collectors.toMap(file -> file.about().id(), Function.identity()));
        AnswerStream.Listener owner = AnswerStream.Listener.of(caller);
        return db.call(() -> ids.stream()
                .map(id -> Optional.ofNullable(known.get(id))
                        .orElseGet(() -> required(id, owner).file()))
                .toList());
    }

    /** They went along with a question, and wait no more. If this fails, their day ends all the same. */
    void used(List<AttachedFile> files) {
        if (files.isEmpty()) {
            return;
        }
        try {
            db.run(() -> files.forEach(file -> forget(file.about().id())));
        } catch (RuntimeException e) {
            LOG.warn("Attachments that were used could not be removed yet: {}", e.toString());
        }
    }

    Job<Ref> forgetting() {
        return Job.of(FORGET, (ref, run) -> Tenant.run(ref.tenant(), () -> db.run(() -> uploads.delete(ref.upload()))))
                .attempts(20, Duration.ofSeconds(10), Duration.ofHours(1));
    }

    static ApiException noSuchAttachment() {
        return ApiException.notFound("attachment, or it was used or has expired: attach the file again");
    }
}
