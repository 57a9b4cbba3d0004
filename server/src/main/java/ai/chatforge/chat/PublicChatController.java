package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.ClientAddress;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Chat of anybody with bots that are open to everybody. */
@Tag(name = "public chat", description = "Chat of visitors, without signing in")
@RestController
@Access(Access.Rule.PUBLIC)
class PublicChatController {
    private static final int HISTORY = 100;

    private final ChatService chat;
    private final AnswerWriter answers;
    private final BotAccess bots;
    private final Visitors visitors;
    private final Database db;
    private final ConversationRepository conversations;
    private final MessageRepository messages;
    private final ChatLimits limits;
    private final ClientAddress addresses;

    PublicChatController(
            ChatService chat,
            AnswerWriter answers,
            BotAccess bots,
            Visitors visitors,
            @Qualifier("chat") Database db,
            ConversationRepository conversations,
            MessageRepository messages,
            ChatLimits limits,
            ClientAddress addresses) {
        this.chat = chat;
        this.answers = answers;
        this.bots = bots;
        this.visitors = visitors;
        this.db = db;
        this.conversations = conversations;
        this.messages = messages;
        this.limits = limits;
        this.addresses = addresses;
    }

    @Schema(name = "VisitorHistory")
    record History(@Nullable UUID conversationId, List<Message> messages) {}

    @Operation(
            operationId = "askPublicBot",
            summary = "Ask a public bot",
            description = "For bots that are public or open by link. A visitor is known by a cookie, or by the"
                    + " X-Visitor-Id of the first answer sent back. Answers like POST /api/chat.")
    @AnswersOrStreams
    @Idempotent
    @PostMapping("/api/chat/{chatbotId}")
    void ask(
            @PathVariable UUID chatbotId,
            @RequestBody @Valid ChatRequests.SendPublic body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        ChatService.Turn turn =
                begin(chatbotId, body, caller, addresses.of(request), () -> visitors.welcome(request, response));
        AnswerWriter.Recipient recipient = new AnswerWriter.Recipient(caller, () -> bots.open(chatbotId, caller));
        answers.write(turn, recipient, AnswerWriter.wantsEvents(body.stream(), request), response);
    }

    /** However the question came. */
    ChatService.Turn begin(
            UUID chatbotId,
            ChatRequests.SendPublic body,
            Caller caller,
            String address,
            Supplier<AnswerStream.Listener> asker) {
        String text = body.text();
        BotProfile bot = bots.open(chatbotId, caller);
        AnswerStream.Listener visitor = asker.get();
        ChatLimits.Taken taken =
                limits.message(new ChatLimits.Visit(chatbotId, visitor, body.conversationId(), address));
        try {
            return Tenant.call(
                    bot.tenantId(),
                    () -> chat.ask(new ChatService.Question(visitor, bot, body.conversationId(), text, null, null)));
        } catch (ApiException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                // Of a conversation that is not there, before anything was searched for.
                taken.giveBack();
            }
            throw e;
        }
    }

    @Operation(operationId = "getVisitorHistory", summary = "The visitor's latest conversation with a public bot")
    @GetMapping("/api/chat/{chatbotId}/history")
    History history(@PathVariable UUID chatbotId, Caller caller, HttpServletRequest request) {
        BotProfile bot = bots.open(chatbotId, caller);
        return visitors.known(request)
                .map(visitor -> Tenant.call(bot.tenantId(), () -> history(chatbotId, visitor)))
                .orElseGet(() -> new History(null, List.of()));
    }

    private History history(UUID bot, AnswerStream.Listener visitor) {
        return db.call(() -> conversations
                .latestOfVisitor(bot, String.valueOf(visitor.visitor()))
                .map(conversation -> new History(
                        conversation.id(),
                        messages.ofConversation(conversation.id(), HISTORY).stream()
                                .map(Message::withoutUsage)
                                .toList()))
                .orElseGet(() -> new History(null, List.of())));
    }
}
