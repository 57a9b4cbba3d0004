package ai.chatforge.bot;

import ai.chatforge.bot.api.BotRetrieval;
import ai.chatforge.bot.api.Visibility;
import ai.chatforge.platform.web.PlainLine;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be written of a bot. An absent field keeps its value; an empty text clears it. Those of the retrieval are
 * written together: what it leaves out is as the operator set it.
 */
final class BotRequests {
    static final String SLUG = "[a-z0-9]+(-[a-z0-9]+)*";
    static final String SLUG_MESSAGE = "may have lower-case letters, digits and single hyphens between them";
    static final String LANGUAGE = "([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?";

    private BotRequests() {}

    @Schema(name = "BotCreate")
    record Create(
            @Schema(example = "Support") @NotBlank @Size(max = 100) @PlainLine
            String name,

            @Nullable @Size(max = 500) String description,

            @Schema(example = "acme-support")
            @Nullable
            @Size(min = 3, max = 60)
            @Pattern(regexp = SLUG, message = SLUG_MESSAGE)
            String slug,

            @Schema(example = "friendly") @Nullable @Size(max = 100) @PlainLine
            String tone,

            @Schema(example = "You help customers of ACME with their orders.") @Nullable @Size(max = 20_000)
            String instructions,

            @Nullable @Size(max = 200) @PlainLine String model,
            @Nullable @Size(max = 100) @PlainLine String provider,

            @Schema(example = "0.3") @Nullable @DecimalMin("0") @DecimalMax("2")
            Double temperature,

            @Schema(example = "en") @Nullable @Size(max = 35) @Pattern(regexp = LANGUAGE)
            String language,

            @Schema(example = "Hello! What can I do for you?") @Nullable @Size(max = 1000)
            String welcomeMessage,

            @Nullable @Size(max = 10) List<@NotBlank @Size(max = 200) @PlainLine String> suggestedQuestions,
            @Nullable Visibility visibility,
            @Nullable @Valid BotRetrieval retrieval,

            @Schema(description = "Whether an answer is given again to the same question; absent: yes") @Nullable
            Boolean cacheAnswers) {}

    @Schema(name = "BotChange")
    record Change(
            @Schema(example = "1", description = "The version that the change starts from") @NotNull
            Integer version,

            @Nullable
            @Size(min = 1, max = 100)
            @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
            @PlainLine
            String name,

            @Nullable @Size(max = 500) String description,

            @Nullable @Size(min = 3, max = 60) @Pattern(regexp = SLUG, message = SLUG_MESSAGE)
            String slug,

            @Nullable @Size(max = 100) @PlainLine String tone,
            @Nullable @Size(max = 20_000) String instructions,
            @Nullable @Size(max = 200) @PlainLine String model,
            @Nullable @Size(max = 100) @PlainLine String provider,
            @Nullable @DecimalMin("0") @DecimalMax("2") Double temperature,

            @Nullable @Size(max = 35) @Pattern(regexp = LANGUAGE)
            String language,

            @Nullable @Size(max = 1000) String welcomeMessage,
            @Nullable @Size(max = 10) List<@NotBlank @Size(max = 200) @PlainLine String> suggestedQuestions,
            @Nullable Visibility visibility,
            @Nullable @Valid BotRetrieval retrieval,
            @Nullable Boolean cacheAnswers) {}
}
