package ai.chatforge.bot;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRetrieval;
import ai.chatforge.bot.api.BotRole;
import ai.chatforge.bot.api.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of bot.bot, and the bot as its owner sees it. */
record Bot(
        UUID id,
        @JsonIgnore UUID tenantId,
        @Schema(example = "Support") String name,
        String description,

        @Schema(example = "support-x7k2", description = "The bot's part of its share address; unique")
        String slug,

        @Schema(example = "friendly") String tone,
        String instructions,

        @Schema(description = "null: the operator's default") @Nullable
        String model,

        @Nullable String provider,
        @Schema(example = "0.3") double temperature,

        @Schema(example = "en", description = "BCP 47; null: the language of the question") @Nullable
        String language,

        String welcomeMessage,
        List<String> suggestedQuestions,
        Visibility visibility,

        @Schema(
                description = "How its sources are searched; null wherever the operator's setting holds, which"
                        + " GET /api/chat/retrieval tells")
        BotRetrieval retrieval,

        @Schema(description = "Whether an answer is given again to the same question")
        boolean cacheAnswers,

        @Schema(example = "1", description = "Counts changes; a change must name the version it starts from")
        int version,

        Instant createdAt,
        Instant updatedAt,

        @Schema(description = "What the caller is to the bot; owner for its API keys")
        BotRole role) {

    Bot as(BotRole seen) {
        return new Bot(
                id,
                tenantId,
                name,
                description,
                slug,
                tone,
                instructions,
                model,
                provider,
                temperature,
                language,
                welcomeMessage,
                suggestedQuestions,
                visibility,
                retrieval,
                cacheAnswers,
                version,
                createdAt,
                updatedAt,
                seen);
    }

    BotProfile profile(Map<UUID, BotRole> team) {
        return new BotProfile(
                id,
                tenantId,
                name,
                tone,
                instructions,
                model,
                provider,
                temperature,
                language,
                welcomeMessage,
                suggestedQuestions,
                visibility,
                retrieval,
                cacheAnswers,
                version,
                team);
    }
}
