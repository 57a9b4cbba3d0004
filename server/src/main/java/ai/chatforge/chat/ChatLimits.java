package ai.chatforge.chat;

import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.RateLimits;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How often one user, or one API key, may ask and list (CH11). Visitors have limits of their own. */
@Component
class ChatLimits {
    private final RateLimits limits;
    private final RateLimits.Limit messages;
    private final RateLimits.Limit attachments;
    private final RateLimits.Limit lists;

    ChatLimits(RateLimits limits, ChatSettings settings) {
        this.limits = limits;
        this.messages = aMinute("chat-messages", settings.limits().messagesPerMinute());
        this.attachments = aMinute("chat-attachments", settings.limits().messagesPerMinute());
        this.lists = aMinute("conversation-lists", settings.limits().listsPerMinute());
    }

    private static RateLimits.Limit aMinute(String name, int requests) {
        return new RateLimits.Limit(name, requests, Duration.ofMinutes(1));
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

    private void require(RateLimits.Limit limit, Caller caller, String what) {
        if (limit.requests() > 0) {
            limits.require(limit, AnswerStream.Listener.of(caller).toString(), what);
        }
    }
}
