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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger(ConversationController.class);
    private static final int MESSAGES = 500;
    private static final int EARLIER = 200;
    private static final String SEPARATOR = "_";

    private final Database db;
    private final ConversationRepository conversations;
    private final MessageRepository messages;
    private final TurnRepository turns;
    private final OwnConversations own;
    private final StreamRegistry streams;
    private final StoredAnswers stored;
    private final BotAccess bots;
    private final ChatLimits limits;
    private final Clock clock;

    ConversationController(
            @Qualifier("chat") Database db,
            ConversationRepository conversations,
            MessageRepository messages,
            TurnRepository turns,
            OwnConversations own,
            StreamRegistry streams,
            StoredAnswers stored,
            BotAccess bots,
            ChatLimits limits,
            Clock clock) {
        this.db = db;
        this.conversations = conversations;
        this.messages = messages;
        this.turns = turns;
        this.own = own;
        this.streams = streams;
        this.stored = stored;
        this.bots = bots;
        this.limits = limits;
        this.clock = clock;
    }

    /** An answer in whose place another one stands. */
    @Schema(name = "EarlierAnswer")
    record Earlier(
            @Schema(description = "The message that stands in its place")
            UUID replacedBy,

            Message message) {}

    /** A conversation with its latest messages, oldest first. */
    @Schema(name = "ConversationDetail")
    record WithMessages(
            UUID id,
            @Nullable UUID botId,
            String title,
            Instant createdAt,
            Instant updatedAt,
            List<Message> messages,

            @Schema(description = "Answers that were asked for again, in the order in which they were given")
            List<Earlier> earlier) {
        static WithMessages of(Conversation c, List<Message> messages, List<TurnRepository.Earlier> earlier) {
            return new WithMessages(
                    c.id(),
                    c.botId(),
                    c.title(),
                    c.createdAt(),
                    c.updatedAt(),
                    messages,
                    earlier.stream()
                            .map(one -> new Earlier(one.replacedBy(), one.message()))
                            .toList());
        }
    }

    @Operation(
            operationId = "listConversations",
            summary = "List conversations, latest first",
            description = "q searches in titles and messages: all of its words have to be there. Those with a bot of"
                    + " somebody else are listed with its botId.")
    @GetMapping
    Page<Conversation> list(
            @RequestParam(required = false) @Nullable UUID botId,
            @RequestParam(required = false) @Nullable @Size(max = 200) String q,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            Caller caller) {
        limits.list(caller);
        ConversationRepository.Position before = position(cursor);
        SearchWords search = SearchWords.of(q);
        AnswerStream.Listener owner = AnswerStream.Listener.of(caller);
        Supplier<List<Conversation>> page =
                () -> db.call(() -> conversations.page(owner, botId, search, before, limit));
        List<Conversation> rows =
                botId == null ? page.get() : bots.call(botId, caller, BotRight.CHAT, bot -> page.get());
        return Page.of(rows, limit, conversation -> conversation.updatedAt() + SEPARATOR + conversation.id());
    }

    private static ConversationRepository.@Nullable Position position(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String[] parts = cursor.split(SEPARATOR, 2);
            if (parts.length == 2) {
                return new ConversationRepository.Position(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            LOG.debug("Not a cursor: {}", e.toString());
        }
        throw ApiException.invalid("cursor", "must be the nextCursor of the page before");
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
                () -> WithMessages.of(
                        read(id, owner), messages.ofConversation(id, MESSAGES), turns.earlier(id, EARLIER)));
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
        ConversationRepository.Place place = own.place(id, caller);
        List<UUID> underWay = own.call(place, caller, () -> {
            read(id, owner);
            List<UUID> answers = turns.underWay(id);
            conversations.delete(id);
            return answers;
        });
        underWay.forEach(answer -> streams.find(answer)
                .ifPresentOrElse(
                        AnswerStream::stop, () -> stored.stop(new StoredAnswers.Which(answer, place.tenant(), owner))));
    }

    private Conversation read(UUID id, AnswerStream.Listener owner) {
        return conversations.find(id, owner).orElseThrow(ChatService::noSuchConversation);
    }
}
