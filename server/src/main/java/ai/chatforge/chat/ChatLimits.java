package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.RateLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How often one user, or one API key, may ask and list (CH11), and how often visitors may ask (CH4). */
@Component
class ChatLimits {
    private final RateLimits limits;
    private final RateLimits.Limit messages;
    private final RateLimits.Limit attachments;
    private final RateLimits.Limit lists;
    private final RateLimits.Limit address;
    private final RateLimits.Limit visitor;
    private final RateLimits.Limit conversation;
    private final RateLimits.Limit addressOfBot;
    private final RateLimits.Limit bot;

    ChatLimits(RateLimits limits, ChatSettings settings) {
        this.limits = limits;
        this.messages = aMinute("chat-messages", settings.limits().messagesPerMinute());
        this.attachments = aMinute("chat-attachments", settings.limits().messagesPerMinute());
        this.lists = aMinute("conversation-lists", settings.limits().listsPerMinute());
        this.address = aMinute("public-chat", settings.publicMessagesPerMinute());
        this.visitor = aMinute("visitor-messages", settings.limits().visitorMessagesPerMinute());
        this.conversation = anHour("visitor-conversation", settings.limits().visitorMessagesPerConversation());
        this.addressOfBot = anHour("visited-bot-address", settings.limits().visitorMessagesPerBotAndAddress());
        this.bot = anHour("visited-bot", settings.limits().visitorMessagesPerBot());
    }

    private static RateLimits.Limit aMinute(String name, int requests) {
        return new RateLimits.Limit(name, requests, Duration.ofMinutes(1));
    }

    private static RateLimits.Limit anHour(String name, int requests) {
        return new RateLimits.Limit(name, requests, Duration.ofHours(1));
    }

    void message(Caller caller) {
        require(messages, caller, "More than " + messages.requests() + " messages in a minute.");
    }

    void attachment(Caller caller) {
        require(attachments, caller, "More than " + attachments.requests() + " files in a minute.");
    }

    void list(Caller caller) {
        require(lists, caller, "More than " + lists.requests() + " lists of conversations in a minute.");
    }

    /** A question to a bot that is open to everybody; conversation is null where a new one begins. */
    record Visit(
            UUID bot,
            AnswerStream.Listener visitor,
            @Nullable UUID conversation,
            String address) {}

    /** What a question took of the limits. */
    interface Taken {
        /** It was not begun. */
        void giveBack();
    }

    /** The narrow ones first; what is refused takes nothing, neither from the others nor from the same one's next question. */
    Taken message(Visit visit) {
        String visitorOfBot = visit.bot() + " " + visit.visitor().visitor();
        List<Runnable> taken = new ArrayList<>();
        Taken all = () -> taken.forEach(Runnable::run);
        try {
            taken.add(take(visitor, visitorOfBot, "More than " + visitor.requests() + " messages in a minute."));
            if (visit.conversation() != null) {
                taken.add(take(
                        conversation,
                        visitorOfBot + " " + visit.conversation(),
                        "More than " + conversation.requests() + " messages of this conversation in an hour."));
            }
            taken.add(take(address, visit.address(), "Too many messages in a short time from your network."));
            taken.add(take(
                    addressOfBot,
                    visit.bot() + " " + visit.address(),
                    "This chatbot is asked more often from your network than it may answer there."));
            taken.add(take(
                    bot, visit.bot().toString(), "This chatbot is asked more often at the moment than it may answer."));
            return all;
        } catch (ApiException refused) {
            all.giveBack();
            throw refused;
        }
    }

    private Runnable take(RateLimits.Limit limit, String client, String what) {
        require(limit, client, what);
        return limit.requests() > 0 ? () -> limits.giveBack(limit, client) : () -> {};
    }

    private void require(RateLimits.Limit limit, Caller caller, String what) {
        require(limit, AnswerStream.Listener.of(caller).toString(), what);
    }

    private void require(RateLimits.Limit limit, String client, String what) {
        if (limit.requests() > 0) {
            limits.require(limit, client, what);
        }
    }
}
