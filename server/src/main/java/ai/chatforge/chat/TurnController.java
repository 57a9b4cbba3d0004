package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Turns that take the place of earlier ones. */
@Tag(name = "chat", description = "Questions and streamed answers")
@RestController
@RequestMapping("/api/chat/messages/{messageId}")
@Access(Access.Rule.BOT)
class TurnController {
    private final ChatService chat;
    private final AnswerWriter answers;
    private final MessageRepository messages;
    private final ConversationRepository conversations;
    private final TurnRepository turns;
    private final OwnConversations own;
    private final BotAccess bots;
    private final ChatLimits limits;
    private final AttachmentRepository attached;
    private final Attachments attachments;

    TurnController(
            ChatService chat,
            AnswerWriter answers,
            MessageRepository messages,
            ConversationRepository conversations,
            TurnRepository turns,
            OwnConversations own,
            BotAccess bots,
            ChatLimits limits,
            AttachmentRepository attached,
            Attachments attachments) {
        this.chat = chat;
        this.answers = answers;
        this.messages = messages;
        this.conversations = conversations;
        this.turns = turns;
        this.own = own;
        this.bots = bots;
        this.limits = limits;
        this.attached = attached;
        this.attachments = attachments;
    }

    /** A new turn, before it is begun. */
    private record Wish(
            String content,
            @Nullable String provider,
            @Nullable String model,
            List<AttachedFile> files,
            ChatService.Instead instead) {
        Wish with(List<AttachedFile> other) {
            return new Wish(content, provider, model, other, instead);
        }
    }

    @Operation(
            operationId = "retryAnswer",
            summary = "Have the last question answered once more",
            description = "By another model, if one is named. The answer until now is kept as an earlier one of the"
                    + " conversation. Answers like POST /api/chat.")
    @AnswersOrStreams
    @Idempotent
    @PostMapping("/retry")
    void retry(
            @PathVariable UUID messageId,
            @RequestBody @Valid ChatRequests.Retry body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        ConversationRepository.Place place = own.placeOfMessage(messageId, caller);
        Wish wish = own.call(place, caller, () -> {
            Message answer = find(messageId, Message.Author.ASSISTANT, caller);
            Message question = turns.question(answer).orElseThrow(() -> ApiException.notFound("question"));
            return new Wish(
                    question.content(),
                    body.provider(),
                    body.model(),
                    attached.of(question),
                    new ChatService.Instead.Answer(question, answer));
        });
        answer(place, wish, caller, AnswerWriter.wantsEvents(body.stream(), request), response);
    }

    @Operation(
            operationId = "editQuestion",
            summary = "Ask a question otherwise",
            description =
                    "The question and all that came after it are removed, and the new one is asked in their place."
                            + " Answers like POST /api/chat.")
    @AnswersOrStreams
    @Idempotent
    @PostMapping("/edit")
    void edit(
            @PathVariable UUID messageId,
            @RequestBody @Valid ChatRequests.Edit body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        ConversationRepository.Place place = own.placeOfMessage(messageId, caller);
        Wish before = own.call(place, caller, () -> {
            Message question = find(messageId, Message.Author.USER, caller);
            return new Wish(
                    body.content().strip(),
                    body.provider(),
                    body.model(),
                    attached.of(question),
                    new ChatService.Instead.Turns(question));
        });
        Wish wish = before.with(attachments.wanted(body.attachmentIds(), before.files(), caller));
        answer(place, wish, caller, AnswerWriter.wantsEvents(body.stream(), request), response);
    }

    @Operation(
            operationId = "chooseAnswer",
            summary = "Go on from an earlier answer",
            description = "It stands in the conversation again; the one that had replaced it becomes an earlier one.")
    @PostMapping("/choose")
    Message choose(@PathVariable UUID messageId, Caller caller) {
        ConversationRepository.Place place = own.placeOfMessage(messageId, caller);
        return own.call(place, caller, () -> {
            conversations.lock(place.conversation());
            chat.requireSilence(place.conversation());
            Message chosen = find(messageId, Message.Author.ASSISTANT, caller);
            turns.choose(chosen.id());
            return chosen;
        });
    }

    private Message find(UUID id, Message.Author author, Caller caller) {
        Message message =
                messages.find(id, AnswerStream.Listener.of(caller)).orElseThrow(() -> ApiException.notFound("message"));
        if (message.role() != author) {
            throw ApiException.invalid(
                    "messageId", author == Message.Author.USER ? "must be that of a question" : "must be an answer's");
        }
        return message;
    }

    private void answer(
            ConversationRepository.Place place, Wish wish, Caller caller, boolean events, HttpServletResponse response)
            throws IOException, InterruptedException {
        limits.message(caller);
        UUID bot = place.bot();
        BotProfile profile = bot == null ? null : bots.require(bot, caller, BotRight.CHAT);
        ChatService.Question question = new ChatService.Question(
                AnswerStream.Listener.of(caller),
                profile,
                place.conversation(),
                wish.content(),
                wish.provider(),
                wish.model(),
                wish.files());
        ChatService.Turn turn = Tenant.call(place.tenant(), () -> chat.ask(question, wish.instead()));
        attachments.used(wish.files());
        answers.write(turn, new AnswerWriter.Recipient(caller, () -> own.require(place, caller)), events, response);
    }
}
