package ai.chatforge.chat.evaluation;

import ai.chatforge.vector.api.KnowledgeIndex.Retrieval;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/** How a run asks. */
@Schema(name = "EvaluationSettings")
record RunSettings(
        @Schema(description = "Passages that are looked at for each question", example = "10")
        int k,

        @Schema(description = "Whether the bot answers, too")
        boolean answers,

        @Schema(description = "Null: as the bot searches") @Nullable
        Variant retrieval) {
    static final int PASSAGES = 10;
    static final int MOST_PASSAGES = 50;

    /** See {@link Retrieval}; null wherever the bot's setting holds. */
    @Schema(name = "EvaluationRetrieval")
    record Variant(
            @Schema(description = "Weight of closeness in meaning against common words")
            @Nullable
            @DecimalMin("0")
            @DecimalMax("1")
            Double meaning,

            @Schema(description = "What a passage loses for being like a better one")
            @Nullable
            @DecimalMin("0")
            @DecimalMax("1")
            Double diversity,

            @Schema(description = "What a passage must reach") @Nullable @DecimalMin("0") @DecimalMax("1")
            Double minScore,

            @Nullable Boolean rerank,
            @Nullable Boolean neighbours) {

        Retrieval retrieval() {
            return new Retrieval(meaning, diversity, minScore, rerank, neighbours);
        }
    }

    @Nullable
    Retrieval asked() {
        return retrieval == null ? null : retrieval.retrieval();
    }
}
