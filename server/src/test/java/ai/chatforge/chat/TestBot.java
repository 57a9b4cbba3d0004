package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRetrieval;
import ai.chatforge.bot.api.Visibility;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A bot as it is made without any wishes. */
final class TestBot {
    private TestBot() {}

    static BotProfile any() {
        return searching(BotRetrieval.STANDARD);
    }

    static BotProfile of(UUID id, UUID account) {
        return of(id, account, BotRetrieval.STANDARD);
    }

    static BotProfile searching(BotRetrieval retrieval) {
        return of(UUID.randomUUID(), UUID.randomUUID(), retrieval);
    }

    private static BotProfile of(UUID id, UUID account, BotRetrieval retrieval) {
        return new BotProfile(
                id,
                account,
                "Shop",
                "",
                "",
                null,
                null,
                0.2,
                null,
                "",
                List.of(),
                Visibility.PRIVATE,
                retrieval,
                true,
                1,
                Map.of());
    }
}
