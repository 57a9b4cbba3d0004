package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** From a question to what a model is given: what is searched for, what was found, the prompt. */
@Component
class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private final QueryRewriting rewriting;
    private final Memory memory;
    private final Knowledge knowledge;
    private final Prompts prompts;
    private final Till till;
    private final AnswerCache cache;
    private final Summaries summaries;

    Preparation(
            QueryRewriting rewriting,
            Memory memory,
            Knowledge knowledge,
            Prompts prompts,
            Till till,
            AnswerCache cache,
            Summaries summaries) {
        this.rewriting = rewriting;
        this.memory = memory;
        this.knowledge = knowledge;
        this.prompts = prompts;
        this.till = till;
        this.cache = cache;
        this.summaries = summaries;
    }

    /** With as much of its files as the model has room for. */
    ChatService.Question fitted(ChatService.Question question, ModelChoice choice) {
        if (question.attachments().isEmpty()) {
            return question;
        }
        return question.with(
                choice.isBuiltIn()
                        ? question.enclosed().bounded().files()
                        : prompts.fitting(question.bot(), question.enclosed(), choice.model())
                                .files());
    }

    /**
     * An answer that was begun.
     *
     * @param anew a question that was answered before is asked once more
     * @param summary of what was said before the history
     */
    record Begun(
            ChatService.Question question,
            ModelChoice choice,
            List<Message> history,
            SummaryRepository.@Nullable Summary summary,
            boolean anew,
            AnswerStream stream,
            Message message) {}

    /**
     * What generates an answer.
     *
     * @param hold what is reserved for it; null while nothing is
     */
    record Prepared(Runnable answering, Till.@Nullable Hold hold) {
        /** Nobody will answer. */
        void giveUp() {
            if (hold != null) {
                hold.close();
            }
        }
    }

    /**
     * What generates the answer. What is at hand is prepared at once, so that a fault of it is the answer to the
     * request; a model is only asked when the stream has begun, as who waits for it must be able to stop it.
     */
    Prepared answering(Answering.Parts parts, Begun begun) {
        ChatService.Question question = begun.question();
        AnswerCache.Slot slot = cache.slot(begun).orElse(null);
        Memory.Remembered past = memory.of(question.bot(), begun.history(), begun.summary());
        // It may have words of an answer that is forgotten now.
        QueryRewriting.Query before = slot == null || !past.messages().equals(begun.history()) ? null : slot.query();
        if (before != null) {
            return prepared(parts, begun, past, slot, before, till::holdForTurn);
        }
        if (!rewriting.isWanted(question.bot(), past.messages(), question.content())) {
            return prepared(
                    parts, begun, past, slot, new QueryRewriting.Query(question.content(), null), till::holdForTurn);
        }
        if (!QueryRewriting.asksAModel(begun.choice())) {
            return prepared(
                    parts,
                    begun,
                    past,
                    slot,
                    QueryRewriting.completed(past.messages(), question.content()),
                    till::holdForTurn);
        }
        return new Prepared(() -> answerRewritten(parts, begun, past, slot), null);
    }

    private void answerRewritten(
            Answering.Parts parts, Begun begun, Memory.Remembered past, AnswerCache.@Nullable Slot slot) {
        Prepared prepared;
        try {
            QueryRewriting.Query query = rewriting.ask(
                    begun.choice(),
                    past.messages(),
                    begun.question().content(),
                    payer(begun),
                    begun.stream().cancellation());
            // The turn is stored by now: the model is asked next.
            prepared =
                    Tenant.call(begun.stream().tenantId(), () -> prepared(parts, begun, past, slot, query, till::hold));
        } catch (RuntimeException | Error e) {
            // Readers wait for its end, also where there is no memory for more.
            fail(parts, begun, e);
            return;
        }
        prepared.answering().run();
    }

    private static void fail(Answering.Parts parts, Begun begun, Throwable e) {
        Message message = begun.message();
        LOG.error("Answer {} could not be prepared", message.id(), e);
        Message.Fault fault = e instanceof ApiException known
                ? new Message.Fault(known.code().key(), known.detail())
                : new Message.Fault("internal", "Something went wrong on our side. Try again.");
        new AnswerEnd(parts, begun.stream(), begun.question().bot(), AnswerCache.Keeping.NOWHERE)
                .with(message.ended(Message.Status.FAILED, "", List.of(), null, fault, 0));
    }

    private Prepared prepared(
            Answering.Parts parts,
            Begun begun,
            Memory.Remembered past,
            AnswerCache.@Nullable Slot slot,
            QueryRewriting.Query query,
            BiFunction<ModelChoice, ModelRequest, Till.Hold> holding) {
        ChatService.Question question = begun.question();
        BotProfile bot = question.bot();
        ModelProvider.Model model = begun.choice().model();
        Enclosed enclosed = question.enclosed();
        String told = enclosed.told();
        Knowledge.Found all = bot == null ? Knowledge.Found.NOTHING : knowledge.about(bot, query.text());
        Privacy privacy = bot == null
                ? Privacy.NONE
                : Privacy.of(bot, all, begun.history(), question.content(), enclosed.texts());
        String summary = prompts.summaryThatFits(bot, past.summarised(), told, model);
        Knowledge.Found found = begun.choice().isBuiltIn() ? all : prompts.fitting(bot, all, told, model, summary);
        ModelRequest request = new ModelRequest(
                        model.id(),
                        prompts.write(bot, found, past.messages(), told, model, summary),
                        bot == null ? 0.7 : bot.temperature(),
                        model.maxOutputTokens(),
                        new ModelRequest.Material(query.text(), found, bot == null ? null : bot.language()),
                        privacy)
                .with(enclosed)
                .paidBy(payer(begun));
        Message message = begun.message().madeFrom(with(past.answering(given(request), !summary.isEmpty()), found));
        String grounds = slot == null ? "" : AnswerCache.grounds(request, all);
        if (slot != null && bot != null) {
            CachedAnswerRepository.Row kept =
                    cache.valid(slot, grounds, privacy).orElse(null);
            if (kept != null) {
                return new Prepared(new CachedAnswer(parts, begun.stream(), bot, message, kept), null);
            }
        }
        Till.Hold hold = hold(begun, request, holding);
        // What credits had no room for is no answer for those who have more.
        boolean whole = hold.maxOutputTokens() >= request.maxOutputTokens();
        Answering answering = new Answering(
                parts,
                new Answering.Task(
                        begun.stream(),
                        bot,
                        found,
                        begun.choice().provider(),
                        request.with(hold),
                        query.usage(),
                        message,
                        slot != null && whole
                                ? cache.keeping(slot, grounds, query.text())
                                : AnswerCache.Keeping.NOWHERE));
        return new Prepared(
                () -> {
                    answering.run();
                    summaries.follow(begun, request, payer(begun));
                },
                hold);
    }

    /** How many messages of the conversation are in the prompt, before the question. */
    private static int given(ModelRequest request) {
        List<ModelRequest.PromptMessage> said = request.prompt().stream()
                .filter(message -> message.role() != ModelRequest.Role.SYSTEM)
                .toList();
        return said.size() - 1;
    }

    private static Set<UUID> with(Set<UUID> earlier, Knowledge.Found found) {
        Set<UUID> all = new HashSet<>(earlier);
        found.passages().forEach(passage -> all.add(passage.sourceId()));
        return all;
    }

    private static Till.Hold hold(
            Begun begun, ModelRequest request, BiFunction<ModelChoice, ModelRequest, Till.Hold> holding) {
        try {
            return holding.apply(begun.choice(), request);
        } catch (ApiException e) {
            if (e.code() == ErrorCode.INSUFFICIENT_CREDITS
                    && begun.question().asker().isVisitor()) {
                // What an account has is its owner's business.
                String why = e.retryAfter().isPresent()
                        ? "This chatbot is giving as many answers at the moment as its owner provides for. Try again in a"
                                + " moment."
                        : "This chatbot has used up what its owner provides for answers. Try again later, or tell them.";
                throw new ApiException(
                        ErrorCode.INSUFFICIENT_CREDITS,
                        why,
                        List.of(),
                        e.retryAfter().orElse(null),
                        e);
            }
            throw e;
        }
    }

    private static ModelRequest.Payer payer(Begun begun) {
        BotProfile bot = begun.question().bot();
        AnswerStream.Listener asker = begun.question().asker();
        return new ModelRequest.Payer(
                begun.stream().tenantId(), asker.userId(), bot == null ? null : bot.id(), asker.origin());
    }
}
