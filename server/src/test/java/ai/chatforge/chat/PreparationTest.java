package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.event.PublishedEvents;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.Closing;
import ai.chatforge.vector.api.KnowledgeIndex;
import ai.chatforge.vector.api.KnowledgeIndex.SearchRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** From a question to an answer, with a model and an index that do what they are told. */
class PreparationTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String LEANING = "And in winter?";

    private final TestDatabase test = TestDatabase.create();
    private final Database db = test.of(ServiceName.CHAT);
    private final JsonMapper json = JsonMapper.builder().build();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final MessageRepository messages = new MessageRepository(db, json);
    private final ConversationRepository conversations = new ConversationRepository(db);
    private final OpenSources sources = new OpenSources();
    private final AskedIndex index = new AskedIndex();
    private final Talker talker = new Talker();
    private final Window window = new Window(new Tokens());
    private final AnswerCache cache =
            new AnswerCache(db, new CachedAnswerRepository(db, json), new SimpleMeterRegistry(), clock);
    private final UUID tenant = UUID.randomUUID();
    private final UUID conversation = Ids.next();
    private final AnswerStream.Listener asker = new AnswerStream.Listener(tenant, null);
    private final BotProfile bot = TestBot.of(UUID.randomUUID(), tenant);
    private final Answering.Parts parts = new Answering.Parts(
            db,
            messages,
            new Tokens(),
            new PublishedEvents().log(clock, List.of()),
            new AuditLog(json, clock),
            new SimpleMeterRegistry(),
            json,
            clock,
            new Endings());

    /** Completes questions, and answers them. */
    private static final class Talker implements ModelProvider {
        private String says = "Yes.";
        private boolean fails;

        @Override
        public String name() {
            return "talker";
        }

        @Override
        public List<Model> models() {
            return List.of();
        }

        @Override
        public void answer(ModelRequest request, Sink sink, Cancellation cancellation) throws ProviderException {
            sink.event(new ModelEvent.Delta(says));
            if (fails) {
                throw new ProviderException(ProviderException.Kind.BROKEN_OFF, "It fails.", null);
            }
        }
    }

    @BeforeEach
    void aConversation() {
        inTenant(() -> conversations.insert(conversation, bot.id(), asker, "Rooms", NOW));
    }

    @AfterEach
    void end() {
        test.close();
    }

    private void inTenant(Runnable work) {
        Tenant.run(tenant, () -> db.run(work));
    }

    private Preparation preparation(KnowledgeIndex searched) {
        Memory memory = new Memory(sources);
        Till till = new PatientCredits().till();
        return new Preparation(
                new QueryRewriting(StreamRegistryTest.SETTINGS, new Tokens(), new SimpleMeterRegistry()),
                memory,
                new Knowledge(searched, sources, StreamRegistryTest.SETTINGS),
                new Prompts(window),
                till,
                cache,
                new Summaries(
                        db,
                        new SummaryRepository(db, messages),
                        conversations,
                        memory,
                        window,
                        till,
                        new Closing(),
                        clock));
    }

    private Preparation.Begun begun(String question, List<Message> history) {
        ModelChoice choice = new ModelChoice(talker, new ModelProvider.Model("m", "m", 16_000, 500));
        Message begun = Message.begun(Ids.next(), conversation, choice, NOW);
        inTenant(() -> messages.begin(
                Message.ofUser(Ids.next(), conversation, question, NOW), begun, new MessageRepository.Work("p", NOW)));
        return new Preparation.Begun(
                new ChatService.Question(asker, bot, conversation, question, null, null),
                choice,
                history,
                null,
                false,
                new AnswerStream(begun.id(), tenant, asker),
                begun);
    }

    private Message answered(Preparation.Begun begun, KnowledgeIndex searched) {
        Tenant.call(tenant, () -> preparation(searched).answering(parts, begun))
                .answering()
                .run();
        assertThat(begun.stream().ended()).isPresent();
        return Tenant.call(
                        tenant,
                        () -> db.call(() -> messages.find(begun.message().id(), asker)))
                .orElseThrow();
    }

    private static Message user(String text) {
        return Message.said(Message.Author.USER, text);
    }

    private static Message assistant(String text, UUID source) {
        return Message.said(Message.Author.ASSISTANT, text).madeFrom(Set.of(source));
    }

    @Test
    void anAnswerThatCannotBePreparedHasAnEndWhateverBroke() {
        List<Message> history = List.of(user("How much is a double room?"), assistant("90 euros.", UUID.randomUUID()));

        Message ended = answered(begun(LEANING, history), new Broken());

        assertThat(ended.status()).isEqualTo(Message.Status.FAILED);
        assertThat(Objects.requireNonNull(ended.error()).code()).isEqualTo("internal");
    }

    /** As where there is no memory for more. */
    private static final class Broken extends AskedIndex {
        @Override
        public Found search(SearchRequest request) {
            throw new OutOfMemoryError("as if there were no more");
        }
    }

    @Test
    void whatIsHeldBackIsShownWhenTheModelFails() {
        talker.says = "Use `items[1]";
        talker.fails = true;
        index.found.add(new KnowledgeIndex.FoundPassage(
                UUID.randomUUID(), UUID.randomUUID(), 0, 1, null, null, 0, 4, "Text", 1));

        Message ended = answered(begun("How do I get one?", List.of()), index);

        assertThat(ended.status()).isEqualTo(Message.Status.FAILED);
        assertThat(ended.content()).isEqualTo("Use `items[1]");
    }

    /** The question was completed by an answer that must not be told any more. */
    @Test
    void whatWasSearchedForOnceIsOnlySearchedForAgainWhileAllIsRemembered() {
        UUID source = UUID.randomUUID();
        List<Message> history = List.of(user("Where can I stay?"), assistant("In the palace.", source));
        Preparation.Begun first = begun(LEANING, history);
        inTenant(() -> cache.keeping(cache.slot(first).orElseThrow(), "00ff", "The palace in winter?")
                .keep(first.message().ended(Message.Status.COMPLETE, "Yes.", List.of(), null, null, 0)));
        talker.says = "Where can I stay in winter?";

        answered(begun(LEANING, history), index);
        assertThat(index.asked.getLast().query()).isEqualTo("The palace in winter?");

        sources.closed.add(source);
        answered(begun(LEANING, history), index);
        assertThat(index.asked.getLast().query()).isEqualTo("Where can I stay in winter?");
    }
}
