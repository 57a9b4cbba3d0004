package ai.chatforge.bot.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/** A bot is gone; everything that belongs to it has to go too. */
@EventType("bot.bot-deleted")
public record BotDeleted(UUID tenant, UUID botId) implements Event {
    @Override
    public String key() {
        return botId.toString();
    }
}
