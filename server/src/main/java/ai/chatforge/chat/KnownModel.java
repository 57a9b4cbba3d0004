package ai.chatforge.chat;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of chat.model: what is known of a vendor's model, and since when. */
@Schema(name = "KnownModel")
record KnownModel(
        @NotNull ProviderKind provider,

        @NotBlank
        @Size(max = 200)
        @Pattern(regexp = "\\S*", message = "must not hold white space")
        @Schema(
                description = "The vendor's name for it; what is known holds for the names that go on from it with a"
                        + " hyphen too, such as claude-haiku-4-5-20251001 for claude-haiku-4-5",
                example = "claude-haiku-4-5")
        String model,

        @NotBlank @Size(max = 200) @Schema(example = "Claude Haiku 4.5")
        String name,

        @Min(1000) @Max(100_000_000) @Schema(description = "Tokens that prompt and answer may have together")
        int contextTokens,

        @Min(1) @Max(10_000_000) @Schema(description = "Tokens of an answer at the most")
        int maxOutputTokens,

        @Schema(description = "Calls tools") boolean tools,
        @Schema(description = "Answers in JSON by a schema") boolean json,
        @Schema(description = "Reads images") boolean vision,

        @Schema(description = "Takes temperature and top_p; models that think first refuse them")
        boolean sampling,

        @Schema(
                description = "Thinks before it answers, which counts as output; absent: it does not",
                example = "false")
        @Nullable
        Boolean thinks,

        @Schema(
                description =
                        "How it takes tools. free, and when absent: as the caller wishes. not_forced: it cannot be"
                                + " made to call one, so it is asked to in words. without_thinking: only with its thinking"
                                + " turned off, which is done then.",
                example = "free")
        ModelProvider.@Nullable ToolUse toolUse,

        @Min(100)
        @Max(1000)
        @Schema(
                description = "Tokens that the model counts, at the most, for 100 of o200k_base, by which prompts are"
                        + " counted; absent: 100 for openai, 170 for anthropic, 125 for gemini",
                example = "125")
        @Nullable
        Integer tokenPercent,

        @NotNull @Schema(description = "When this was so, by the vendor's pages")
        LocalDate since) {

    KnownModel {
        thinks = Objects.requireNonNullElse(thinks, false);
        toolUse = Objects.requireNonNullElse(toolUse, ModelProvider.ToolUse.FREE);
        // What comes from outside is validated after this.
        if (tokenPercent == null && provider != null) {
            tokenPercent = provider.margin();
        }
    }

    boolean isAbout(String id) {
        return id.equals(model) || id.startsWith(model + "-");
    }

    ModelProvider.Abilities abilities() {
        return new ModelProvider.Abilities(
                tools, json, vision, sampling, Objects.requireNonNull(thinks), Objects.requireNonNull(toolUse));
    }

    int margin() {
        return Objects.requireNonNull(tokenPercent);
    }
}
