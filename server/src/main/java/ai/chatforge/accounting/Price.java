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
    /** Of calls that are made with an account's own key. */
    static final Price NOTHING = ofAll(BigDecimal.ZERO);

    /** The same for every token. */
    static Price ofAll(BigDecimal credits) {
        return new Price("*", "*", Instant.EPOCH, credits, credits, credits);
    }

    boolean isFor(String otherProvider, String otherModel) {
        return (provider.equals("*") || provider.equals(otherProvider))
                && (model.equals(otherModel)
                        || (isPattern() && otherModel.regionMatches(0, model, 0, model.length() - 1)));
    }

    boolean isPattern() {
        return model.endsWith("*");
    }

    /** In whole credits, rounded up once. */
    long of(long promptTokens, long outputTokens) {
        return BigDecimal.valueOf(promptTokens)
                .multiply(input)
                .add(BigDecimal.valueOf(outputTokens).multiply(output))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }
}
