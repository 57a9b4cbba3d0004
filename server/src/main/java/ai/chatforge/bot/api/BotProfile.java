package ai.chatforge.bot.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a bot.
 *
 * @param tenantId the account that owns it
 * @param instructions what the owner wants the bot to be and do; empty when not given
 * @param model null: the operator's default
 * @param temperature 0 to 2
 * @param language BCP 47 tag; null: the language of the question
 * @param version counts changes
 */
public record BotProfile(
        UUID id,
        UUID tenantId,
        String name,
        String tone,
        String instructions,
        @Nullable String model,
        @Nullable String provider,
        double temperature,
        @Nullable String language,
        String welcomeMessage,
        List<String> suggestedQuestions,
        Visibility visibility,
        int version) {}
