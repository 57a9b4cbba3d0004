package ai.chatforge.chat.evaluation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** From 0 to 1; of one question, or the means over some. */
@Schema(name = "EvaluationMeasures")
record Measures(
        @Schema(description = "Share of the expected places that were found", example = "1")
        double recall,

        @Schema(description = "The same, discounted by the logarithm of the rank", example = "0.92")
        double ndcg,

        @Schema(description = "1 by the rank of the first passage that was expected", example = "0.88")
        double reciprocalRank,

        @Schema(description = "Whether the first passage was expected", example = "0.83")
        double hit,

        @Schema(description = "Share of the answer's sentences that rest on what they cite", example = "0.95") @Nullable
        Double groundedness) {

    Measures grounded(@Nullable Double share) {
        return new Measures(recall, ndcg, reciprocalRank, hit, share);
    }

    /** Null of nothing. Groundedness is that of those that have one. */
    static @Nullable Measures mean(List<Measures> all) {
        return all.isEmpty()
                ? null
                : new Measures(
                        mean(all, Measures::recall),
                        mean(all, Measures::ndcg),
                        mean(all, Measures::reciprocalRank),
                        mean(all, Measures::hit),
                        meanOfSome(all, Measures::groundedness));
    }

    private static double mean(List<Measures> all, ToDoubleFunction<Measures> one) {
        return all.stream().mapToDouble(one).average().orElse(0);
    }

    private static @Nullable Double meanOfSome(List<Measures> all, Function<Measures, @Nullable Double> one) {
        List<Double> some = all.stream().map(one).filter(Objects::nonNull).toList();
        return some.isEmpty()
                ? null
                : some.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
