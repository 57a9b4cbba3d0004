package ai.chatforge.chat.evaluation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two runs side by side. */
@Schema(name = "EvaluationComparison")
record Comparison(
        Run base,
        Run run,

        @Schema(description = "Questions that both have measured", example = "12")
        int common,

        @Schema(description = "Means over these questions") @Nullable
        Measures baseMeans,

        @Nullable Measures runMeans,
        List<Pair> questions) {

    /** One question in both; null where a run does not have it. */
    @Schema(name = "EvaluationPair")
    record Pair(
            @Schema(example = "When are you open on Saturdays?")
            String question,

            @Nullable Measures base,
            @Nullable Measures run) {}

    static Comparison of(Run base, Run run, List<Pair> pairs) {
        List<Pair> common = pairs.stream()
                .filter(pair -> pair.base() != null && pair.run() != null)
                .toList();
        return new Comparison(
                base,
                run,
                common.size(),
                Measures.mean(common.stream()
                        .map(pair -> Objects.requireNonNull(pair.base()))
                        .toList()),
                Measures.mean(common.stream()
                        .map(pair -> Objects.requireNonNull(pair.run()))
                        .toList()),
                pairs);
    }
}
