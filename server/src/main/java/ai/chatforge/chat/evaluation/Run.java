package ai.chatforge.chat.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of chat.evaluation_run without its questions, and the run as those see it who may read the bot. */
@Schema(name = "Evaluation")
record Run(
        UUID id,
        UUID chatbotId,
        UUID setId,
        @Schema(example = "Opening hours and returns") String setName,
        @Nullable String label,
        State state,
        RunSettings settings,
        @Schema(description = "Questions", example = "12") int total,

        @Schema(description = "Questions that are measured", example = "12")
        int done,

        @Schema(description = "That answered; null without answers") @Nullable
        String provider,

        @Nullable String model,

        @Schema(description = "By which passages were found", example = "all-minilm-l6-v2") @Nullable
        String indexModel,

        @Schema(description = "Of the bot when the run began", example = "3") @Nullable
        Integer botVersion,

        @Schema(description = "Means over the questions; null until it is done") @Nullable
        Measures means,

        @Schema(description = "Why it failed") @Nullable String failure,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** How far it is. */
    @Schema(name = "EvaluationState")
    enum State {
        @JsonProperty("waiting")
        WAITING,
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("done")
        DONE,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("cancelled")
        CANCELLED
    }

    boolean isUnderWay() {
        return state == State.WAITING || state == State.RUNNING;
    }
}
