package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The signed-in user's conversations. */
@Tag(name = "conversations", description = "Conversations and their messages")
@RestController
@RequestMapping({"/api/chat/conversations", "/api/conversations"})
@Access(Access.Rule.BOT)
class ConversationController {
    private static final int MESSAGES = 500;

    private final Database db;
    private final ConversationRepository conversations;
    private final MessageRepository messages;
    private final OwnConversations own;
    private final BotAccess bots;
    private final Clock clock;

    ConversationController(
            @Qualifier("chat") Database db,
            ConversationRepository conversations,
            MessageRepository messages,
            OwnConversations own,
            BotAccess bots,
            Clock clock) {
        this.db = db;
        this.conversations = conversations;
        this.messages = messages;
        this.own = own;
        this.bots = bots;
        this.clock = clock;
    }

    /** A conversation with its latest messages, oldest first. */
    @Schema(name = "ConversationDetail")
    record WithMessages(
            UUID id, @Nullable UUID botId, String title, Instant createdAt, Instant updatedAt, List<Message> messages) {
        static WithMessages of(Conversation c, List<Message> messages) {
            return new WithMessages(c.id(), c.botId(), c.title(), c.createdAt(), c.updatedAt(), messages);
        }
    }

    @Operation(
            operationId = "listConversations",
            summary = "List conversations, latest first",
            description =
                    "q searches in titles and messages. Those with a bot of somebody else are listed with its botId.")
    @GetMapping
    Page<Conversation> list(
            @RequestParam(required = false) @Nullable UUID botId,
            @RequestParam(required = false) @Nullable @Size(max = 200) String q,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            Caller caller) {
        Instant before = instant(cursor);
        String search = q == null || q.isBlank() ? null : q.strip();
        AnswerStream.Listener owner = AnswerStream.Listener.of(caller);
        Supplier<List<Conversation>> page =
                () -> db.call(() -> conversations.page(owner, botId, search, before, limit));
        List<Conversation> rows =
                botId == null ? page.get() : bots.call(botId, caller, BotRight.CHAT, bot -> page.get());
        return Page.of(rows, limit, conversation -> conversation.updatedAt().toString());
    }

    private static @Nullable Instant instant(@Nullable String cursor) {
        try {
            return cursor == null ? null : Instant.parse(cursor);
        } catch (DateTimeException e) {
            throw ApiException.invalid("cursor", "must be the nextCursor of the page before");
        }
    }

    @Operation(operationId = "createConversation", summary = "Begin a conversation")
    @Idempotent
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Conversation create(@RequestBody @Valid ChatRequests.NewConversation body, Caller caller) {
        UUID bot = caller instanceof Caller.Key key && body.botId() == null ? key.botId() : body.botId();
        UUID id = Ids.next();
        AnswerStream.Listener owner = AnswerStream.Listener.of(caller);
        String title = body.title() == null || body.title().isBlank()
                ? "New conversation"
                : body.title().strip();
        Supplier<Conversation> make = () -> db.call(() -> {
            conversations.insert(id, bot, owner, title, clock.instant());
            return read(id, owner);
        });
        return bot == null ? make.get() : bots.call(bot, caller, BotRight.CHAT, profile -> make.get());
    }

    @Operation(operationId = "getConversation", summary = "Read a conversation with its messages")
    @GetMapping("/{id}")
    WithMessages get(@PathVariable UUID id, Caller caller) {
        AnswerStream.Listener owner = AnswerStream.Listener.of(caller);
        return own.call(
                own.place(id, caller),
                caller,
                () -> WithMessages.of(read(id, owner), messages.ofConversation(id, MESSAGES)));
    }

    @Operation(operationId = "renameConversation", summary = "Rename a conversation")
    @PatchMapping("/{id}")
    Conversation rename(@PathVariable UUID id, @RequestBody @Valid ChatRequests.Rename body, Caller caller) {
        AnswerStream.Listener owner = AnswerStream.Listener.of(caller);
        return own.call(own.place(id, caller), caller, () -> {
            read(id, owner);
            conversations.rename(id, body.title().strip());
            return read(id, owner);
        });
    }

    @Operation(operationId = "deleteConversation", summary = "Delete a conversation with its messages")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id, Caller caller) {
        AnswerStream.Listener owner = AnswerStream.Listener.of(caller);
        own.call(own.place(id, caller), caller, () -> {
            read(id, owner);
            conversations.delete(id);
            return true;
        });
    }

    private Conversation read(UUID id, AnswerStream.Listener owner) {
        return conversations.find(id, owner).orElseThrow(ChatService::noSuchConversation);
    }
}
