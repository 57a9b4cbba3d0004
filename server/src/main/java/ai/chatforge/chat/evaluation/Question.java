package ai.chatforge.chat.evaluation;

import ai.chatforge.platform.web.PlainLine;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A question of a set, known by its text. */
@Schema(name = "EvaluationQuestion")
record Question(
        @Schema(example = "When are you open on Saturdays?") @NotBlank @Size(max = 1_000) @PlainLine
        String text,

        @Schema(description = "What a good answer rests on: each of them should be found")
        @NotEmpty
        @Size(max = Question.MOST_PLACES)
        List<@Valid @NotNull Place> places,

        @Schema(description = "Shown beside the answer; nothing is measured by it", example = "From ten to two.")
        @Nullable
        @Size(max = 2_000)
        String expectedAnswer) {
    static final int MOST_PLACES = 10;

    /** What a passage must be to count: all that is given must fit. */
    @Schema(name = "ExpectedPlace")
    record Place(
            @NotNull UUID sourceId,

            @Schema(description = "The passage begins on it", example = "7") @Nullable @Min(1)
            Integer page,

            @Schema(description = "Page, section or slide of the source, by its ordinal from 0") @Nullable @Min(0)
            Integer segment,

            @Schema(description = "The passage's section holds this, apart from case and spaces")
            @Nullable
            @Size(min = 1, max = 200)
            @PlainLine
            String section,

            @Schema(description = "The passage's text holds this, apart from case and spaces", example = "opens at ten")
            @Nullable
            @Size(min = 1, max = 300)
            @PlainLine
            String phrase) {}
}
