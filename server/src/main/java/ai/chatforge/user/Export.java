package ai.chatforge.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of user.export, and the export as its owner sees it. */
record Export(
        UUID id,
        State state,

        @Schema(description = "Of the archive; null until it is ready", example = "48213") @Nullable
        Long sizeBytes,

        Instant createdAt,
        @Nullable Instant finishedAt,
        @Schema(description = "When the archive is deleted") Instant expiresAt) {

    /** How far it is. */
    @Schema(name = "ExportState")
    enum State {
        @JsonProperty("waiting")
        WAITING,
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("ready")
        READY,
        @JsonProperty("failed")
        FAILED
    }
}
