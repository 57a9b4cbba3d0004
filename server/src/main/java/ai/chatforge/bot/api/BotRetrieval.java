package ai.chatforge.bot.api;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** How a bot's passages are looked for; null wherever the operator's setting holds. */
public record BotRetrieval(
        @Schema(
                example = "0.6",
                description = "How much closeness in meaning counts against common words, from 0 (words alone) to 1"
                        + " (meaning alone)")
        @Nullable
        @DecimalMin("0")
        @DecimalMax("1")
        Double meaning,

        @Schema(description = "How much a passage loses for being like a better one, from 0 to 1")
        @Nullable
        @DecimalMin("0")
        @DecimalMax("1")
        Double diversity,

        @Schema(description = "What a passage must reach to be used, from 0 to 1")
        @Nullable
        @DecimalMin("0")
        @DecimalMax("1")
        Double minScore,

        @Schema(description = "Whether the reranker, where the operator has one, orders what was found") @Nullable
        Boolean rerank,

        @Schema(description = "Whether a passage that begins or ends within a sentence is joined with its neighbour")
        @Nullable
        Boolean neighbours,

        @Schema(description = "How many passages an answer is made from")
        @Nullable
        @Min(1)
        @Max(BotRetrieval.MOST_PASSAGES)
        Integer passages,

        @Schema(description = "Whether a question that leans on the conversation is completed before it is searched")
        @Nullable
        Boolean rewriting) {
    public static final int MOST_PASSAGES = 30;

    /** All as the operator set it. */
    public static final BotRetrieval STANDARD = new BotRetrieval(null, null, null, null, null, null, null);
}
