package ai.chatforge.bot.api;

import ai.chatforge.platform.cache.SharedLookups;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Caller;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says what a caller may do with a bot, and gives its settings. A bot that the caller has nothing to do with answers
 * exactly like one that does not exist. Settings and team are kept for a second; where bots are changed in the same
 * process, not even that.
 */
public final class BotAccess {
    private static final Duration LIFE = Duration.ofSeconds(1);

    private final Bots bots;
    private final SharedLookups<UUID, BotProfile> profiles = new SharedLookups<>(50_000, LIFE);

    public BotAccess(Bots bots) {
        this.bots = bots;
    }

    /** Something done with a bot, in the tenant that owns it. */
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T with(BotProfile bot) throws X;
    }

    /** Something done with a bot that gives nothing back. */
    public interface Task<X extends Exception> {
        void with(BotProfile bot) throws X;
    }

    /** Does something in the bot's tenant, when the caller has the right to. */
    public <T extends @Nullable Object, X extends Exception> T call(
            UUID botId, Caller caller, BotRight right, Work<T, X> work) throws X {
        BotProfile bot = require(botId, caller, right);
        return Tenant.<T, X>call(bot.tenantId(), () -> work.with(bot));
    }

    /** The same for what gives nothing back. */
    public <X extends Exception> void run(UUID botId, Caller caller, BotRight right, Task<X> task) throws X {
        this.<@Nullable Void, X>call(botId, caller, right, bot -> {
            task.with(bot);
            return null;
        });
    }

    /** The bot, when the caller has the right. */
    public BotProfile require(UUID botId, Caller caller, BotRight right) {
        BotProfile bot = profile(botId);
        switch (caller) {
            case Caller.User user -> {
                BotRole role = bot.roleOf(user.userId()).orElseThrow(BotAccess::noSuchBot);
                if (!right.isOf(role)) {
                    throw new ApiException(
                            ErrorCode.FORBIDDEN,
                            "As " + role.name().toLowerCase(Locale.ROOT)
                                    + " of this bot you may not do this. Ask its owner.");
                }
            }
            case Caller.Key key -> {
                if (!key.botId().equals(botId)) {
                    throw noSuchBot();
                }
                if (right.scope().filter(key.scopes()::contains).isEmpty()) {
                    throw new ApiException(
                            ErrorCode.FORBIDDEN,
                            right.scope()
                                    .map(scope -> "The API key has no scope '" + scope + "'. Make one that has.")
                                    .orElse("No API key may do this. Sign in, and send an access token."));
                }
            }
            case Caller.Service service -> throw noSuchBot();
            case Caller.Anonymous nobody -> throw noSuchBot();
        }
        return bot;
    }

    /** Whether the caller has the right to a bot that is known to it. */
    public static boolean may(BotProfile bot, Caller caller, BotRight right) {
        return switch (caller) {
            case Caller.User user ->
                bot.roleOf(user.userId()).filter(right::isOf).isPresent();
            case Caller.Key key ->
                key.botId().equals(bot.id())
                        && right.scope().filter(key.scopes()::contains).isPresent();
            case Caller.Service service -> false;
            case Caller.Anonymous nobody -> false;
        };
    }

    /** The bot, when anybody may talk to it, or when the caller has the right to. */
    public BotProfile open(UUID botId, Caller caller) {
        BotProfile bot = profile(botId);
        return bot.visibility() == Visibility.PRIVATE ? require(botId, caller, BotRight.CHAT) : bot;
    }

    public void forget(UUID botId) {
        profiles.forget(botId);
    }

    /** Of every bot of an account. */
    public void forgetAllOf(UUID tenant) {
        profiles.forgetIf(bot -> bot.tenantId().equals(tenant));
    }

    public static ApiException noSuchBot() {
        return ApiException.notFound("bot");
    }

    private BotProfile profile(UUID botId) {
        return profiles.get(botId, bots::bot);
    }
}
