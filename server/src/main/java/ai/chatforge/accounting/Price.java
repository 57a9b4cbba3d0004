package ai.chatforge.accounting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** What tokens of a model cost, from some day on. */
@Schema(name = "ModelPrice")
record Price(
        @Schema(description = "Name of the provider; *: every one", example = "*")
        String provider,

        @Schema(description = "Id of the model; with * at its end: every one that begins so", example = "gpt-6-luna*")
        String model,

        Instant validFrom,

        @Schema(description = "Credits for each token of the prompt", example = "0.1")
        BigDecimal input,

        @Schema(description = "Credits for each token of the prompt that the provider had in its cache")
        BigDecimal cached,

        @Schema(description = "Credits for each token of the answer")
        BigDecimal output) {

    static final BigDecimal BASE = BigDecimal.ONE;

    /** In whole credits, rounded up once. */
    long of(long promptTokens, long outputTokens) {
        return BigDecimal.valueOf(promptTokens)
                .multiply(input)
                .add(BigDecimal.valueOf(outputTokens).multiply(output))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }
}
