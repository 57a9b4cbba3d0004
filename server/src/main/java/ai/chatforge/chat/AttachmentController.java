package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Files for a question that is not asked yet. */
@Tag(name = "chat", description = "Questions and streamed answers")
@RestController
@RequestMapping("/api/chat/attachments")
@Access(Access.Rule.BOT)
class AttachmentController {
    private final Attachments attachments;
    private final BotAccess bots;
    private final ChatLimits limits;

    AttachmentController(Attachments attachments, BotAccess bots, ChatLimits limits) {
        this.attachments = attachments;
        this.bots = bots;
        this.limits = limits;
    }

    @Schema(name = "WaitingAttachment")
    record Waiting(
            UUID id,

            @Schema(example = "contract.pdf") String fileName,

            @Schema(example = "application/pdf") String mediaType,

            @Schema(description = "Bytes of the file", example = "183803")
            long size,

            @Schema(description = "Tokens of its text, as they are counted here", example = "5120")
            int tokens,

            @Schema(description = "Its text is longer than is kept: models are given the beginning at the most")
            boolean truncated,

            @Schema(description = "When it is removed unless a question has used it")
            Instant expiresAt) {
        static Waiting of(UploadRepository.Upload upload) {
            Attachment about = upload.file().about();
            return new Waiting(
                    about.id(),
                    about.fileName(),
                    about.mediaType(),
                    about.size(),
                    about.tokens(),
                    about.truncated(),
                    upload.expiresAt());
        }
    }

    @Operation(
            operationId = "addAttachment",
            summary = "Add a file to the next question",
            description = "Of the same kinds and sizes as sources. Its text is read at once; name its id in the"
                    + " attachmentIds of POST /api/chat. It is used for that one question, and kept with it."
                    + " Visitors of public bots cannot attach files.")
    @Idempotent
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Waiting add(
            // Looked at after the caller's rights.
            @RequestPart(name = "file", required = false) @Nullable MultipartFile file, Caller caller) {
        requireChat(caller);
        limits.attachment(caller);
        if (file == null) {
            throw ApiException.invalid("file", "must be sent as a part of multipart/form-data");
        }
        return Waiting.of(attachments.add(file, caller));
    }

    @Operation(
            operationId = "getAttachment",
            summary = "Read what is known of a file that waits for its question",
            description = "Those that were used are named by their message.")
    @GetMapping("/{id}")
    Waiting get(@PathVariable UUID id, Caller caller) {
        requireChat(caller);
        return Waiting.of(attachments.get(id, caller));
    }

    @Operation(
            operationId = "deleteAttachment",
            summary = "Remove a file that waits for its question",
            description = "Those that were used go with their message.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id, Caller caller) {
        requireChat(caller);
        attachments.delete(id, caller);
    }

    /** Keys may be for other things. */
    private void requireChat(Caller caller) {
        if (caller instanceof Caller.Key key) {
            bots.require(key.botId(), caller, BotRight.CHAT);
        }
    }
}
