package ai.chatforge.chat.evaluation;

import ai.chatforge.platform.web.PlainLine;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What may be written of evaluations. */
final class EvaluationRequests {
    private EvaluationRequests() {}

    @Schema(name = "QuestionSetCreate")
    record NewSet(
            @Schema(example = "Opening hours and returns") @NotBlank @Size(max = 100) @PlainLine
            String name,

            @Nullable @Size(max = QuestionSet.MOST_QUESTIONS)
            List<@Valid @NotNull Question> questions) {}

    @Schema(name = "QuestionSetChange")
    record SetChange(
            @Schema(example = "1", description = "The version that the change starts from") @NotNull
            Integer version,

            @Nullable
            @Size(min = 1, max = 100)
            @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
            @PlainLine
            String name,

            @Schema(description = "Replaces all questions") @Nullable @Size(max = QuestionSet.MOST_QUESTIONS)
            List<@Valid @NotNull Question> questions) {}

    @Schema(name = "EvaluationStart")
    record Start(
            @NotNull UUID setId,

            @Schema(description = "Shown in the history", example = "With the new manual")
            @Nullable
            @Size(max = 100)
            @PlainLine
            String label,

            @Schema(
                    description = "Passages that are looked at for each question; 10 when it is missing",
                    example = "10")
            @Nullable
            @Min(1)
            @Max(RunSettings.MOST_PASSAGES)
            Integer k,

            @Schema(description = "Also has the bot answer, and measures how well its answers rest on what they cite")
            @Nullable
            Boolean answers,

            @Schema(description = "Other settings of the search than the bot's, for this run only")
            RunSettings.@Nullable @Valid Variant retrieval) {

        RunSettings settings() {
            return new RunSettings(k == null ? RunSettings.PASSAGES : k, Boolean.TRUE.equals(answers), retrieval);
        }
    }
}
