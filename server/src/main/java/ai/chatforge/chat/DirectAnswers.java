package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.chat.ModelRequest.Wishes;
import ai.chatforge.chat.openai.Completions;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.FieldError;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.PublicLinks;
import ai.chatforge.platform.web.RateLimits;
import ai.chatforge.vector.api.KnowledgeIndex;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;

/** Answers the compatible API by the parts of a chat; see {@link DirectAnswer}. */
@Service
class DirectAnswers implements Completions {
    private static final Pattern PRINTABLE = Pattern.compile("[\\w./:@+-]{1,100}");

    private final BotAccess bots;
    private final RateLimits limits;
    private final RateLimits.Limit limit;
    private final ModelCatalogue models;
    private final QueryRewriting rewriting;
    private final Knowledge knowledge;
    private final DirectPrompts prompts;
    private final Till till;
    private final Readers readers;
    private final DirectAnswer.Parts parts;

    DirectAnswers(
            BotAccess bots,
            RateLimits limits,
            ChatSettings settings,
            ModelCatalogue models,
            QueryRewriting rewriting,
            Knowledge knowledge,
            DirectPrompts prompts,
            Till till,
            Readers readers,
            StreamRegistry streams,
            PublicLinks links,
            Answering.Parts answering) {
        this.bots = bots;
        this.limits = limits;
        this.limit = new RateLimits.Limit("openai-api", settings.keyRequestsPerMinute(), Duration.ofMinutes(1));
        this.models = models;
        this.rewriting = rewriting;
        this.knowledge = knowledge;
        this.prompts = prompts;
        this.till = till;
        this.readers = readers;
        this.parts = new DirectAnswer.Parts(answering, streams, links);
    }

    @Override
    public BotProfile admit(Caller.Key key) {
        BotProfile bot = bots.require(key.botId(), key, BotRight.CHAT);
        limits.require(limit, key.keyId().toString(), "Too many requests with this API key in a short time.");
        return bot;
    }

    @Override
    public List<Offer> offers(BotProfile bot) {
        List<ModelChoice> all = Tenant.call(bot.tenantId(), () -> models.all(bot.id()));
        return all.stream()
                .map(choice -> {
                    String model = choice.model().id();
                    String provider = choice.provider().name();
                    // Several providers may have a model of one name: only the first is found by that alone.
                    boolean first = all.stream()
                            .filter(other -> other.model().id().equals(model))
                            .findFirst()
                            .filter(choice::equals)
                            .isPresent();
                    return new Offer(first ? model : provider + "/" + model, provider);
                })
                .toList();
    }

    @Override
    public long tokens(List<String> texts) {
        return texts.stream().mapToLong(parts.answering().tokens()::count).sum();
    }

    @Override
    public <T> List<T> embedded(
            BotProfile bot, KnowledgeIndex.Model model, List<String> texts, Function<List<String>, T> maker) {
        EmbeddingCall<T> call =
                new EmbeddingCall<>(model.id(), parts.answering().tokens(), texts, maker);
        return model.builtIn()
                ? call.make()
                : call.at(till, new ModelRequest.Payer(bot.tenantId(), null, bot.id(), "api"));
    }

    @Override
    public Delivery prepare(Ask ask) {
        return Tenant.call(ask.bot().tenantId(), () -> prepare(ask, choice(ask)));
    }

    private Delivery prepare(Ask ask, ModelChoice choice) {
        if (ask.format().kind() == Format.Kind.SCHEMA && !QueryRewriting.asksAModel(choice)) {
            throw ApiException.invalid(
                    ask.names().format(),
                    "must be text or json_object, as the built-in answerer follows no schema; name another model");
        }
        if (!ask.tools().isEmpty() && !choice.model().can().tools()) {
            throw ApiException.invalid(
                    "tools",
                    "must be left out for the model " + choice.model().id()
                            + ", which cannot call any here; or name another model");
        }
        BotProfile bot = ask.bot();
        String question = shortened(DirectPrompts.question(ask));
        List<Message> before = DirectPrompts.before(ask);
        // No model is asked for that: the client waits, and would be told nothing meanwhile.
        String query = rewriting.isWanted(bot, before, question)
                ? QueryRewriting.completed(before, question).text()
                : question;
        Knowledge.Found found = question.isEmpty() ? Knowledge.Found.NOTHING : knowledge.about(bot, query);
        int most = choice.model().maxOutputTokens();
        int maxOutput = ask.maxTokens() == null ? most : Math.min(ask.maxTokens(), most);
        ModelRequest request = new ModelRequest(
                choice.model().id(),
                prompts.write(ask, found, choice.model(), maxOutput),
                Objects.requireNonNullElse(ask.temperature(), bot.temperature()),
                maxOutput,
                new ModelRequest.Material(query, found, bot.language()),
                Privacy.of(bot, found, DirectPrompts.said(ask), question),
                wishes(ask),
                new ModelRequest.Payer(bot.tenantId(), null, bot.id(), "api"),
                null,
                Enclosed.NOTHING);
        DirectAnswer answer = new DirectAnswer(parts, ask, choice, found, request.with(till.hold(choice, request)));
        return new DirectDelivery(readers, bots, ask, choice.model().id(), answer);
    }

    private static String shortened(String question) {
        String text = question.strip();
        return text.length() <= ChatRequests.CONTENT ? text : text.substring(0, ChatRequests.CONTENT);
    }

    private ModelChoice choice(Ask ask) {
        String name = ask.model();
        if (name.equals("default") || name.equals(ask.bot().id().toString())) {
            return models.of(ask.bot());
        }
        return models.all(ask.bot().id()).stream()
                .filter(choice -> name.equals(choice.model().id())
                        || name.equals(
                                choice.provider().name() + "/" + choice.model().id()))
                .findFirst()
                .map(choice -> models.choose(
                        ask.bot().id(), choice.provider().name(), choice.model().id()))
                .orElseThrow(() -> noSuchModel(name));
    }

    private static ApiException noSuchModel(String name) {
        String shown = PRINTABLE.matcher(name).matches() ? "model '" + name + "'" : "model";
        return new ApiException(
                ErrorCode.MODEL_NOT_FOUND,
                "The " + shown + " does not exist here. GET /v1/models lists those that do; 'default' is the"
                        + " bot's own.",
                List.of(new FieldError("model", "does not exist here")),
                null,
                null);
    }

    private static Wishes wishes(Ask ask) {
        Format format = ask.format();
        return new Wishes(
                ask.topP(),
                ask.stop(),
                ask.tools().stream()
                        .map(tool -> new ModelRequest.Tool(
                                tool.name(), tool.description(), tool.parameters(), tool.strict()))
                        .toList(),
                ask.toolChoice(),
                ask.parallelToolCalls(),
                new ModelRequest.Format(
                        switch (format.kind()) {
                            case TEXT -> ModelRequest.Format.Kind.TEXT;
                            case JSON -> ModelRequest.Format.Kind.JSON;
                            case SCHEMA -> ModelRequest.Format.Kind.SCHEMA;
                        },
                        format.name(),
                        format.schema(),
                        format.strict()),
                true);
    }
}
