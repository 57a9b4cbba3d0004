package ai.chatforge.bot.api;

import ai.chatforge.platform.cache.SharedLookups;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.security.Caller;
import java.time.Duration;
import java.util.UUID;

/**
 * Says whether a caller may use a bot, and gives its settings. A bot of somebody else answers exactly like one that
 * does not exist. Settings are kept for a second; where bots are changed in the same process, not even that.
 */
public final class BotAccess {
    private static final Duration LIFE = Duration.ofSeconds(1);

    private final Bots bots;
    private final SharedLookups<UUID, BotProfile> profiles = new SharedLookups<>(50_000, LIFE);

    public BotAccess(Bots bots) {
        this.bots = bots;
    }

    /** The bot, when the user is its owner. */
    public BotProfile owned(UUID botId, Caller.User user) {
        BotProfile bot = profile(botId);
        if (!bot.tenantId().equals(user.tenantId())) {
            throw noSuchBot();
        }
        return bot;
    }

    /** The bot, when anybody may talk to it, or when the caller is its owner. */
    public BotProfile open(UUID botId, Caller caller) {
        BotProfile bot = profile(botId);
        boolean owner = caller instanceof Caller.User user && user.tenantId().equals(bot.tenantId());
        if (bot.visibility() == Visibility.PRIVATE && !owner) {
            throw noSuchBot();
        }
        return bot;
    }

    public void forget(UUID botId) {
        profiles.forget(botId);
    }

    public static ApiException noSuchBot() {
        return ApiException.notFound("bot");
    }

    private BotProfile profile(UUID botId) {
        return profiles.get(botId, bots::bot);
    }
}
