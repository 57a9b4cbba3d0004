package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.evaluation.Rehearsals;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import ai.chatforge.vector.api.KnowledgeIndex.Retrieval;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Finds and answers for evaluations by the same parts as a chat does. */
@Component
class Rehearsal implements Rehearsals {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Knowledge knowledge;
    private final ModelCatalogue models;
    private final Prompts prompts;

    Rehearsal(Knowledge knowledge, ModelCatalogue models, Prompts prompts) {
        this.knowledge = knowledge;
        this.models = models;
        this.prompts = prompts;
    }

    @Override
    public List<FoundPassage> find(BotProfile bot, String question, int count, @Nullable Retrieval retrieval) {
        return knowledge.passages(bot, question, count, retrieval);
    }

    @Override
    public Models models(BotProfile bot) {
        ModelChoice choice = models.of(bot);
        return new Models(choice.provider().name(), choice.model().id(), knowledge.model());
    }

    @Override
    public Answered answer(BotProfile bot, String question, @Nullable Retrieval retrieval, BooleanSupplier stop) {
        ModelChoice choice = models.of(bot);
        Knowledge.Found all = knowledge.about(bot, question, retrieval);
        Knowledge.Found found = choice.isBuiltIn() ? all : prompts.fitting(bot, all, question, choice.model());
        ModelRequest request = new ModelRequest(
                        choice.model().id(),
                        prompts.write(bot, found, List.of(), question, choice.model()),
                        bot.temperature(),
                        choice.model().maxOutputTokens(),
                        new ModelRequest.Material(question, found, bot.language()),
                        Privacy.of(bot, all, List.of(), question))
                .paidBy(new ModelRequest.Payer(bot.tenantId(), null, bot.id(), "evaluation"));
        Take take = new Take(found, request.privacy(), stop);
        String failure = null;
        try {
            choice.provider().answer(request, take, take.cancellation);
            take.gates.end();
            failure = take.late ? "The answer took longer than " + LONGEST.toMinutes() + " minutes." : null;
        } catch (ProviderException e) {
            LOG.atWarn()
                    .addKeyValue("provider", choice.provider().name())
                    .addKeyValue("model", choice.model().id())
                    .log("an answer for an evaluation failed: {}", String.valueOf(e.getMessage()));
            failure = e.getMessage() == null ? "The model provider failed." : e.getMessage();
        }
        String text = take.text.toString().strip();
        Groundedness grounded = Groundedness.of(text, take.evidence());
        return new Answered(text, grounded.sentences(), grounded.grounded(), failure);
    }

    /** Takes what the model says, through the same gates as a chat does. */
    private static final class Take implements ModelProvider.Sink {
        private final Cancellation cancellation = new Cancellation();
        private final StringBuilder text = new StringBuilder();
        private final Knowledge.Found found;
        private final Gates gates;
        private final BooleanSupplier stop;
        private final long deadline = System.nanoTime() + LONGEST.toNanos();
        private boolean late;

        Take(Knowledge.Found found, Privacy privacy, BooleanSupplier stop) {
            this.found = found;
            this.gates = new Gates(Gates.markers(found), privacy, cancellation, text::append);
            this.stop = stop;
        }

        @Override
        public void event(ModelEvent event) {
            if (event instanceof ModelEvent.Delta delta) {
                gates.take(delta.text());
            }
            late = late || System.nanoTime() > deadline;
            if (late || stop.getAsBoolean()) {
                cancellation.cancel();
            }
        }

        /** What each marker points at. */
        List<String> evidence() {
            return gates.cited().stream()
                    .map(number -> {
                        FoundPassage passage = found.passages().get(number - 1);
                        String title = Objects.requireNonNull(found.sources().get(passage.sourceId()))
                                .title();
                        return title + "\n" + Objects.requireNonNullElse(passage.section(), "") + "\n" + passage.text();
                    })
                    .toList();
        }
    }
}
