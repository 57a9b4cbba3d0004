package ai.chatforge.bot.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param retrieval what it has of its own there
 * @param cacheAnswers whether an answer is given again to the same question
 * @param version counts changes
 * @param team the role of each teammate, by account; the owner is not among them
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
        BotRetrieval retrieval,
        boolean cacheAnswers,
        int version,
        Map<UUID, BotRole> team) {

    /** What an account is to the bot. */
    public Optional<BotRole> roleOf(UUID account) {
        return account.equals(tenantId) ? Optional.of(BotRole.OWNER) : Optional.ofNullable(team.get(account));
    }
}
