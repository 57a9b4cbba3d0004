package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Caller;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The conversations of a caller, wherever they are: those with a bot are in the tenant of its owner, and are open only
 * as long as the caller may talk to the bot.
 */
@Component
class OwnConversations {
    private final Database db;
    private final ConversationRepository conversations;
    private final BotAccess bots;

    OwnConversations(@Qualifier("chat") Database db, ConversationRepository conversations, BotAccess bots) {
        this.db = db;
        this.conversations = conversations;
        this.bots = bots;
    }

    ConversationRepository.Place place(UUID conversation, Caller caller) {
        return db.call(() -> conversations.place(conversation, AnswerStream.Listener.of(caller)))
                .orElseThrow(ChatService::noSuchConversation);
    }

    ConversationRepository.Place placeOfMessage(UUID message, Caller caller) {
        return db.call(() -> conversations.placeOfMessage(message, AnswerStream.Listener.of(caller)))
                .orElseThrow(() -> ApiException.notFound("message"));
    }

    /** Throws when the caller may not be in the conversation any more. */
    void require(ConversationRepository.Place place, Caller caller) {
        require(place.bot(), caller);
    }

    void require(@Nullable UUID bot, Caller caller) {
        if (bot != null) {
            bots.require(bot, caller, BotRight.CHAT);
        }
    }

    /** Does something in one transaction where the conversation is. */
    <T extends @Nullable Object> T call(ConversationRepository.Place place, Caller caller, Supplier<T> work) {
        require(place, caller);
        return Tenant.call(place.tenant(), () -> db.call(work));
    }
}
