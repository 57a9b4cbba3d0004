package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.EventStream;
import ai.chatforge.platform.web.Page;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Chat of signed-in users, and of programs with a bot's API key. */
@Tag(name = "chat", description = "Questions and streamed answers")
@RestController
@Access(Access.Rule.BOT)
class ChatController {
    private final ChatService chat;
    private final AnswerWriter answers;
    private final StreamRegistry streams;
    private final ModelCatalogue models;
    private final OwnConversations own;
    private final BotAccess bots;
    private final ChatLimits limits;
    private final Attachments attachments;
    private final StoredAnswers stored;

    ChatController(
            ChatService chat,
            AnswerWriter answers,
            StreamRegistry streams,
            ModelCatalogue models,
            OwnConversations own,
            BotAccess bots,
            ChatLimits limits,
            Attachments attachments,
            StoredAnswers stored) {
        this.chat = chat;
        this.answers = answers;
        this.streams = streams;
        this.models = models;
        this.own = own;
        this.bots = bots;
        this.limits = limits;
        this.attachments = attachments;
        this.stored = stored;
    }

    @Schema(name = "Model")
    record ModelView(
            @Schema(example = "extractive") String id,
            @Schema(example = "built-in") String provider,
            String name,
            @JsonProperty("default") boolean standard,

            @Schema(description = "Tokens that prompt and answer may have together", example = "128000")
            int contextTokens,

            @Schema(description = "Tokens of an answer at the most", example = "4096")
            int maxOutputTokens,

            @Schema(description = "Calls tools") boolean tools,

            @Schema(description = "Answers in JSON by a schema")
            boolean json,

            @Schema(description = "Reads images") boolean vision,

            @Schema(description = "Whether an own key pays for it")
            boolean ownKey) {
        static ModelView of(ModelChoice choice, boolean standard) {
            ModelProvider.Model model = choice.model();
            return new ModelView(
                    model.id(),
                    choice.provider().name(),
                    model.name(),
                    standard,
                    model.contextTokens(),
                    model.maxOutputTokens(),
                    model.can().tools(),
                    model.can().json(),
                    model.can().vision(),
                    choice.ownKey() != null);
        }
    }

    @Operation(
            operationId = "ask",
            summary = "Ask",
            description =
                    "Answers with JSON, or with server-sent events (start, model, delta, citations, done, error) when"
                            + " stream is true or the Accept header asks for text/event-stream. The event model"
                            + " names the model that answers when it is not the one that was asked.")
    @AnswersOrStreams
    @Idempotent
    @PostMapping("/api/chat")
    void ask(
            @RequestBody @Valid ChatRequests.Send body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Begun begun = begin(body, caller);
        answers.write(begun.turn(), begun.recipient(), AnswerWriter.wantsEvents(body.stream(), request), response);
    }

    record Begun(ChatService.Turn turn, AnswerWriter.Recipient recipient) {}

    /** However the question came. */
    Begun begin(ChatRequests.Send body, Caller caller) {
        String text = body.text();
        limits.message(caller);
        UUID bot = botOf(body, caller);
        BotProfile profile = bot == null ? null : bots.require(bot, caller, BotRight.CHAT);
        ChatService.Question question = new ChatService.Question(
                        AnswerStream.Listener.of(caller),
                        profile,
                        body.conversationId(),
                        text,
                        body.provider(),
                        body.model())
                .with(attachments.wanted(Objects.requireNonNullElse(body.attachmentIds(), List.of()), caller));
        ChatService.Turn turn =
                profile == null ? chat.ask(question) : Tenant.call(profile.tenantId(), () -> chat.ask(question));
        attachments.used(question.attachments());
        return new Begun(turn, new AnswerWriter.Recipient(caller, () -> own.require(bot, caller)));
    }

    private @Nullable UUID botOf(ChatRequests.Send body, Caller caller) {
        if (body.botId() != null) {
            return body.botId();
        }
        if (body.conversationId() != null) {
            return own.place(body.conversationId(), caller).bot();
        }
        return caller instanceof Caller.Key key ? key.botId() : null;
    }

    @Operation(
            operationId = "followAnswer",
            summary = "Follow an answer",
            description = "Server-sent events of an answer under way, or of one that ended a moment ago, from the event"
                    + " after Last-Event-ID on. Of an older one, a single done event. Of one that another process of the"
                    + " installation makes, a start event with the text so far, then what is added to it.")
    @GetMapping(path = "/api/chat/messages/{messageId}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void follow(
            @PathVariable UUID messageId,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            Caller caller,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        ConversationRepository.Place place = own.placeOfMessage(messageId, caller);
        own.require(place, caller);
        long last = number(lastEventId);
        AnswerStream stream = streams.find(messageId).orElse(null);
        AnswerWriter.Recipient recipient = new AnswerWriter.Recipient(caller, () -> own.require(place, caller));
        if (stream == null) {
            answers.follow(which(messageId, place, caller), recipient, last, EventStream.open(response));
        } else {
            answers.follow(stream, recipient, last, response);
        }
    }

    @Operation(
            operationId = "stopAnswer",
            summary = "Stop an answer",
            description = "What was delivered so far is kept.")
    @PostMapping("/api/chat/messages/{messageId}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Message stop(@PathVariable UUID messageId, Caller caller) {
        ConversationRepository.Place place = own.placeOfMessage(messageId, caller);
        own.require(place, caller);
        StoredAnswers.Which which = which(messageId, place, caller);
        streams.find(messageId).ifPresentOrElse(AnswerStream::stop, () -> stored.stop(which));
        return stored.read(which);
    }

    private static StoredAnswers.Which which(UUID messageId, ConversationRepository.Place place, Caller caller) {
        return new StoredAnswers.Which(messageId, place.tenant(), AnswerStream.Listener.of(caller));
    }

    static long number(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(lastEventId.strip()));
        } catch (NumberFormatException e) {
            throw ApiException.invalid("Last-Event-ID", "must be the number of an event");
        }
    }

    @Operation(
            operationId = "listModels",
            summary = "The models that can be chosen",
            description = "The operator's and those of own keys: the account's, or with botId the bot's.")
    @GetMapping("/api/chat/models")
    Page<ModelView> models(@RequestParam(required = false) @Nullable UUID botId, Caller caller) {
        // Whatever a key is for, it may know the models of its bot.
        List<ModelChoice> all = botId == null
                ? models.all(caller instanceof Caller.Key key ? key.botId() : null)
                : bots.<List<ModelChoice>, RuntimeException>call(
                        botId, caller, BotRight.CHAT, profile -> models.all(profile.id()));
        ModelChoice standard = models.standard();
        return new Page<>(
                all.stream()
                        .map(choice -> ModelView.of(choice, choice.toText().equals(standard.toText())))
                        .toList(),
                null);
    }
}
