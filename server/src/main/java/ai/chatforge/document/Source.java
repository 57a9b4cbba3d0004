package ai.chatforge.document;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of document.source, and the source as the bot's owner sees it. */
record Source(
        UUID id,
        @JsonIgnore UUID tenantId,
        UUID chatbotId,
        Type type,
        @Schema(example = "Installation guide") String title,

        @Schema(example = "installation-guide.pdf") @Nullable
        String fileName,

        @Schema(description = "Where it is fetched from; null unless it is a page or a video") @Nullable
        String url,

        @Schema(example = "application/pdf") String mediaType,
        long sizeBytes,
        @JsonIgnore String storageKey,

        @Schema(description = "False: the bot learns from it, but never quotes, cites or names it")
        boolean citable,

        Status status,
        @Nullable Stage stage,
        @JsonIgnore int revision,
        @JsonIgnore boolean extracted,
        Progress progress,

        @Schema(description = "Pages or sections that hold text; null until they are known") @Nullable
        Integer segments,

        @Schema(description = "Pieces that answers are found in; null until they are made") @Nullable
        Integer passages,

        @Schema(description = "Pages of a PDF; null for other kinds") @Nullable
        Integer pages,

        @Nullable Fault error,
        Instant createdAt,
        Instant updatedAt) {

    enum Type {
        @JsonProperty("file")
        FILE,
        @JsonProperty("text")
        TEXT,
        @JsonProperty("url")
        URL,
        @JsonProperty("video")
        VIDEO,
        @JsonProperty("qa")
        QA
    }

    enum Status {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("processing")
        PROCESSING,
        @JsonProperty("ready")
        READY,
        @JsonProperty("failed")
        FAILED
    }

    enum Stage {
        @JsonProperty("waiting")
        WAITING,
        @JsonProperty("extracting")
        EXTRACTING,
        @JsonProperty("embedding")
        EMBEDDING
    }

    /** @param total null while nobody knows */
    @Schema(name = "SourceProgress")
    record Progress(
            int done,
            @Nullable Integer total,
            @Schema(example = "pages") String unit) {}

    /** Why there is no text: a stable code, and a sentence that says what to do. */
    @Schema(name = "SourceFault")
    record Fault(String code, String message) {}
}
