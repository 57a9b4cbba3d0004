package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** One turn of a conversation: from the question to the stream of its answer. */
@Service
class ChatService {
    static final int HISTORY = 40;
    private static final int TITLE = 60;

    private final Database db;
    private final ConversationRepository conversations;
    private final MessageRepository messages;
    private final TurnRepository turns;
    private final AttachmentRepository attachments;
    private final SummaryRepository summaries;
    private final ModelCatalogue models;
    private final Preparation preparation;
    private final StreamRegistry streams;
    private final Answering.Parts parts;
    private final JsonMapper json;
    private final Clock clock;
    private final String process;

    ChatService(
            ConversationRepository conversations,
            TurnRepository turns,
            AttachmentRepository attachments,
            SummaryRepository summaries,
            ModelCatalogue models,
            Preparation preparation,
            StreamRegistry streams,
            Answering.Parts parts,
            DataFolder folder) {
        this.db = parts.db();
        this.conversations = conversations;
        this.messages = parts.messages();
        this.turns = turns;
        this.attachments = attachments;
        this.summaries = summaries;
        this.models = models;
        this.preparation = preparation;
        this.streams = streams;
        this.parts = parts;
        this.json = parts.json();
        this.clock = parts.clock();
        this.process = folder.secret("process");
    }

    /** A question, and who asks it. The tenant is the present one. */
    record Question(
            AnswerStream.Listener asker,
            @Nullable BotProfile bot,
            @Nullable UUID conversationId,
            String content,
            @Nullable String provider,
            @Nullable String model,
            List<AttachedFile> attachments) {

        /** Without files. */
        Question(
                AnswerStream.Listener asker,
                @Nullable BotProfile bot,
                @Nullable UUID conversationId,
                String content,
                @Nullable String provider,
                @Nullable String model) {
            this(asker, bot, conversationId, content, provider, model, List.of());
        }

        Question with(List<AttachedFile> files) {
            return new Question(asker, bot, conversationId, content, provider, model, files);
        }

        Enclosed enclosed() {
            return new Enclosed(content, attachments);
        }
    }

    /** What a turn takes the place of. */
    sealed interface Instead {
        Instead NOTHING = new Nothing();

        /** It goes on at the end of the conversation. */
        record Nothing() implements Instead {}

        /** The question is answered once more; the answer is kept behind the new one. */
        record Answer(Message question, Message answer) implements Instead {}

        /** The question and all that came after it are removed. */
        record Turns(Message question) implements Instead {}
    }

    /** The answer has begun. */
    record Turn(UUID conversationId, Message question, AnswerStream stream) {}

    Turn ask(Question question) {
        return ask(question, Instead.NOTHING);
    }

    Turn ask(Question wish, Instead instead) {
        ModelChoice choice = choice(wish);
        Question question = preparation.fitted(wish, choice);
        Past past = past(question, instead);
        Instant now = clock.instant();
        UUID conversation = question.conversationId() == null ? Ids.next() : question.conversationId();
        Message asked = (instead instanceof Instead.Answer again
                        ? again.question()
                        : Message.ofUser(Ids.next(), conversation, question.content(), now))
                .with(question.enclosed().attachments());
        Message begun = Message.begun(Ids.next(), conversation, choice, now);
        AnswerStream stream = new AnswerStream(begun.id(), Tenant.required(), question.asker());
        stream.append(
                "start",
                json.writeValueAsBytes(Map.of("conversationId", conversation, "userMessage", asked, "message", begun)));
        Preparation.Prepared prepared = preparation.answering(
                parts,
                new Preparation.Begun(
                        question,
                        choice,
                        past.history(),
                        past.summary(),
                        instead instanceof Instead.Answer,
                        stream,
                        begun));
        try {
            store(question, instead, asked, begun);
        } catch (RuntimeException e) {
            // Also where a commit broke off and nobody knows: what is stored all the same falls silent (DeadAnswers).
            prepared.giveUp();
            throw e;
        }
        streams.add(stream);
        Thread.ofVirtual().name("answer-" + begun.id()).start(prepared.answering());
        return new Turn(conversation, asked, stream);
    }

    private ModelChoice choice(Question question) {
        if (question.provider() != null || question.model() != null || question.bot() == null) {
            BotProfile bot = question.bot();
            return models.choose(bot == null ? null : bot.id(), question.provider(), question.model());
        }
        return models.of(question.bot());
    }

    /**
     * What was said before.
     *
     * @param history the latest messages
     * @param summary of those that may have no room in a prompt
     */
    private record Past(List<Message> history, SummaryRepository.@Nullable Summary summary) {
        static final Past NOTHING = new Past(List.of(), null);
    }

    private Past past(Question question, Instead instead) {
        UUID id = question.conversationId();
        if (id == null) {
            return Past.NOTHING;
        }
        return db.call(() -> {
            Conversation conversation =
                    conversations.find(id, question.asker()).orElseThrow(ChatService::noSuchConversation);
            UUID bot = question.bot() == null ? null : question.bot().id();
            if (bot != null && !bot.equals(conversation.botId())) {
                throw noSuchConversation();
            }
            UUID before =
                    switch (instead) {
                        case Instead.Nothing _ -> null;
                        case Instead.Answer(Message asked, Message _) -> asked.id();
                        case Instead.Turns(Message asked) -> asked.id();
                    };
            List<Message> history = messages.before(id, before, HISTORY);
            // Short conversations have none.
            return new Past(
                    history,
                    history.size() < Summaries.LEAST
                            ? null
                            : summaries.find(id, before).orElse(null));
        });
    }

    private void store(Question question, Instead instead, Message asked, Message begun) {
        if (instead instanceof Instead.Nothing && question.attachments().isEmpty()) {
            // One statement, so it needs no transaction around it.
            begin(asked, begun, question);
            return;
        }
        db.run(() -> {
            switch (instead) {
                case Instead.Nothing _ -> begin(asked, begun, question);
                case Instead.Answer(Message before, Message old) -> {
                    conversations.touch(old.conversationId(), begun.createdAt());
                    requireLast(old);
                    turns.beginInstead(old, begun, work());
                    if (!before.attachments().equals(asked.attachments())) {
                        turns.attached(asked);
                    }
                }
                case Instead.Turns(Message old) -> {
                    conversations.touch(old.conversationId(), begun.createdAt());
                    requireSilence(old.conversationId());
                    turns.cut(old);
                    conversations.retitle(old.conversationId(), titleFrom(old.content()), titleFrom(asked.content()));
                    begin(asked, begun, question);
                }
            }
        });
    }

    private void begin(Message asked, Message begun, Question question) {
        if (question.conversationId() == null) {
            UUID bot = question.bot() == null ? null : question.bot().id();
            messages.begin(
                    asked,
                    begun,
                    work(),
                    new MessageRepository.Opening(bot, question.asker(), titleFrom(question.content())));
        } else {
            messages.begin(asked, begun, work());
        }
        attachments.insert(asked, question.attachments());
    }

    private MessageRepository.Work work() {
        return new MessageRepository.Work(process, clock.instant());
    }

    // The conversation's row is locked by now: of two who ask at the same time, the second one sees what the first did.
    private void requireLast(Message answer) {
        requireSilence(answer.conversationId());
        if (!turns.isLast(answer)) {
            throw new ApiException(
                    ErrorCode.CONFLICT,
                    "Only the last answer of a conversation can be given anew. Edit the question to go on from there.");
        }
    }

    /** Throws while an answer is under way. */
    void requireSilence(UUID conversation) {
        if (!turns.underWay(conversation).isEmpty()) {
            throw new ApiException(
                    ErrorCode.CONFLICT, "An answer of this conversation is under way. Stop it, or wait for its end.");
        }
    }

    static String titleFrom(String content) {
        String line = content.replaceAll("\\s+", " ").strip();
        if (line.length() <= TITLE) {
            return line;
        }
        int space = line.lastIndexOf(' ', TITLE - 1);
        int end = space > TITLE / 2 ? space : Character.isHighSurrogate(line.charAt(TITLE - 2)) ? TITLE - 2 : TITLE - 1;
        return line.substring(0, end) + "…";
    }

    static ApiException noSuchConversation() {
        return ApiException.notFound("conversation");
    }
}
