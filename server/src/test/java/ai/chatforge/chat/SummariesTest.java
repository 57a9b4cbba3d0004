package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.document.api.Sources;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.Closing;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is cut off from a conversation is summarised, when it is worth it and can be paid. */
class SummariesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final TestDatabase test = TestDatabase.create();
    private final Database db = test.of(ServiceName.CHAT);
    private final MessageRepository messages =
            new MessageRepository(db, JsonMapper.builder().build());
    private final ConversationRepository conversations = new ConversationRepository(db);
    private final TurnRepository turns =
            new TurnRepository(db, messages, JsonMapper.builder().build());
    private final SummaryRepository rows = new SummaryRepository(db, messages);
    private final PatientCredits credits = new PatientCredits();
    private final Scribe scribe = new Scribe();
    private Summaries summaries = summaries(new NoSources());
    private final UUID tenant = UUID.randomUUID();
    private final UUID conversation = Ids.next();
    private final AnswerStream.Listener asker = new AnswerStream.Listener(tenant, null);
    private int longest = 1_000;

    /** Writes summaries. */
    private static final class Scribe implements ModelProvider {
        final List<ModelRequest> asked = new ArrayList<>();
        String reply = "They spoke of lamps.";
        boolean refuses;
        Runnable meanwhile = () -> {};

        @Override
        public String name() {
            return "scribe";
        }

        @Override
        public List<Model> models() {
            return List.of();
        }

        @Override
        public void answer(ModelRequest request, Sink sink, Cancellation cancellation) {
            asked.add(request);
            meanwhile.run();
            sink.event(new ModelEvent.Delta(reply, refuses));
        }

        String prompt() {
            return asked.getLast().prompt().getLast().content();
        }
    }

    private Summaries summaries(Sources sources) {
        return new Summaries(
                db,
                rows,
                conversations,
                new Memory(sources),
                new Window(new Tokens()),
                credits.till(),
                new Closing(),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @BeforeEach
    void aConversation() {
        inTenant(() -> conversations.insert(conversation, null, asker, "Lamps", NOW));
    }

    @AfterEach
    void end() {
        test.close();
    }

    private void inTenant(Runnable work) {
        Tenant.run(tenant, () -> db.run(work));
    }

    private ModelChoice choice(ModelProvider provider) {
        return new ModelChoice(provider, new ModelProvider.Model("m", "m", 16_000, longest));
    }

    private void say(int turnsFrom, int turnsTo, String more) {
        for (int i = turnsFrom; i <= turnsTo; i++) {
            int turn = i;
            Message question = Message.ofUser(Ids.next(), conversation, "question " + turn + more, NOW);
            Message answer = Message.begun(Ids.next(), conversation, choice(scribe), NOW);
            inTenant(() -> {
                messages.begin(question, answer, new MessageRepository.Work("p", NOW));
                messages.end(answer.ended(
                        Message.Status.COMPLETE, "answer " + turn + " [1]" + more, List.of(), null, null, 0));
            });
        }
    }

    /** The last answer is given anew, and the new one stands. */
    private void answerAgain(String text) {
        Message last = all().getLast();
        Message again = Message.begun(Ids.next(), conversation, choice(scribe), NOW);
        inTenant(() -> {
            turns.beginInstead(last, again, new MessageRepository.Work("p", NOW));
            messages.end(again.ended(Message.Status.COMPLETE, text, List.of(), null, null, 0));
        });
    }

    private List<Message> all() {
        return Tenant.call(tenant, () -> db.call(() -> messages.ofConversation(conversation, 500)));
    }

    /** The next question was answered, with so many messages in the prompt. */
    private void follow(int given, ModelProvider provider) {
        follow(given, null, provider);
    }

    private void follow(int given, @Nullable BotProfile bot, ModelProvider provider) {
        List<Message> history =
                Tenant.call(tenant, () -> db.call(() -> messages.ofConversation(conversation, ChatService.HISTORY)));
        List<PromptMessage> prompt = new ArrayList<>(List.of(new PromptMessage(Role.SYSTEM, "Be kind.")));
        history.subList(history.size() - Math.min(given, history.size()), history.size())
                .forEach(message -> prompt.add(new PromptMessage(Role.USER, message.content())));
        prompt.add(new PromptMessage(Role.USER, "And now?"));
        Message begun = Message.begun(Ids.next(), conversation, choice(provider), NOW);
        ModelRequest request =
                new ModelRequest("m", prompt, 0, 100, ModelRequest.Material.of("And now?"), Privacy.NONE);
        summaries.follow(
                new Preparation.Begun(
                        new ChatService.Question(asker, bot, conversation, "And now?", null, null),
                        choice(provider),
                        history,
                        null,
                        false,
                        new AnswerStream(begun.id(), tenant, asker),
                        begun),
                request,
                new ModelRequest.Payer(tenant, tenant, null, "chat"));
    }

    private BotProfile bot() {
        return TestBot.of(UUID.randomUUID(), tenant);
    }

    private SummaryRepository.Summary summary() {
        return Tenant.call(
                tenant,
                () -> db.call(() -> rows.find(conversation, null)
                        .orElse(new SummaryRepository.Summary(new UUID(0, 0), "none", Set.of()))));
    }

    @Test
    void whatIsOlderThanTheHistoryIsSummarised() {
        say(1, 25, "");

        follow(40, scribe);

        assertThat(scribe.prompt())
                .contains("user: question 1\n", "assistant: answer 1\n", "assistant: answer 5\n")
                .doesNotContain("question 6", "[1]", "Summary until now");
        assertThat(summary())
                .isEqualTo(new SummaryRepository.Summary(all().get(9).id(), "They spoke of lamps.", Set.of()));
        assertThat(credits.reserved.getLast().origin()).isEqualTo("summary");
        assertThat(credits.settled).hasSize(1);

        follow(40, scribe);
        assertThat(scribe.asked).hasSize(1);

        say(26, 28, "");
        scribe.reply = "They spoke of lamps and chairs.";
        follow(40, scribe);
        assertThat(scribe.prompt())
                .startsWith("Summary until now:\nThey spoke of lamps.\n")
                .contains("question 6", "answer 8")
                .doesNotContain("question 5", "question 9");
        assertThat(summary().content()).isEqualTo("They spoke of lamps and chairs.");
    }

    @Test
    void aFewShortMessagesAreNotWorthIt() {
        say(1, 22, "");
        follow(40, scribe);

        assertThat(scribe.asked).isEmpty();
    }

    @Test
    void whatTheWindowHasNoRoomForIsSummarisedToo() {
        say(1, 2, " long".repeat(1_000));
        follow(1, scribe);

        assertThat(summary().until()).isEqualTo(all().get(2).id());
    }

    @Test
    void whereAllIsInThePromptThereIsNothingToDo() {
        say(1, 15, " long".repeat(1_000));
        follow(30, scribe);

        assertThat(scribe.asked).isEmpty();
    }

    @Test
    void creditsThatAreShortAreLeftToAnswers() {
        say(1, 25, "");
        credits.most = 399;

        follow(40, scribe);

        assertThat(scribe.asked).isEmpty();
        assertThat(summary().content()).isEqualTo("none");
        assertThat(credits.settled).hasSize(1);

        credits.most = 1_000;
        follow(40, scribe);
        assertThat(summary().content()).isEqualTo("They spoke of lamps.");
    }

    @Test
    void thereIsRoomForThoughtsAsFarAsTheModelHasIt() {
        say(1, 25, "");
        longest = 500;
        follow(40, scribe);
        assertThat(scribe.asked.getLast().maxOutputTokens()).isEqualTo(500);

        say(26, 30, "");
        longest = 8_000;
        follow(40, scribe);
        assertThat(scribe.asked.getLast().maxOutputTokens()).isEqualTo(2_000);
    }

    @Test
    void aTryThatGaveNothingIsNotPaidEachTime() {
        scribe.reply = "<think>What was it about?</think>";
        say(1, 25, "");
        follow(40, scribe);
        say(26, 34, "");
        follow(40, scribe);
        assertThat(scribe.asked).hasSize(1);

        say(35, 36, "");
        scribe.reply = "They spoke of lamps.";
        follow(40, scribe);
        assertThat(summary().content()).isEqualTo("They spoke of lamps.");
    }

    @Test
    void whatAModelRefusesWithIsNoSummary() {
        scribe.reply = "I can't help with that.";
        scribe.refuses = true;
        say(1, 25, "");
        follow(40, scribe);
        follow(40, scribe);

        assertThat(summary().content()).isEqualTo("none");
        assertThat(scribe.asked).hasSize(1);
    }

    @Test
    void aModelThatFailsIsNotAskedEachTime() {
        scribe.meanwhile = () -> {
            throw new ApiException(ErrorCode.PROVIDER_FAILED, "It fails.");
        };
        say(1, 25, "");
        follow(40, scribe);
        follow(40, scribe);

        assertThat(scribe.asked).hasSize(1);
    }

    @Test
    void itGoesWhenAnotherAnswerIsChosen() {
        say(1, 5, "");
        UUID first = all().getLast().id();
        answerAgain("they spoke of chairs");
        UUID second = all().getLast().id();
        inTenant(() -> turns.choose(first));
        say(6, 25, "");
        follow(40, scribe);
        assertThat(summary().until()).isEqualTo(first);

        inTenant(() -> turns.choose(first));
        assertThat(summary().content()).as("nothing was exchanged").isEqualTo("They spoke of lamps.");

        inTenant(() -> turns.choose(second));
        assertThat(summary().content()).isEqualTo("none");
        follow(40, scribe);
        assertThat(scribe.prompt())
                .contains("assistant: they spoke of chairs\n")
                .doesNotContain("answer 5");
        assertThat(summary().until()).isEqualTo(second);

        inTenant(() -> turns.choose(first));
        assertThat(summary().content()).isEqualTo("none");
    }

    @Test
    void whatItTellsOfWasExchangedMeanwhile() {
        say(1, 3, "");
        UUID first = all().getLast().id();
        answerAgain("they spoke of chairs");
        say(4, 25, "");
        scribe.meanwhile = () -> inTenant(() -> turns.choose(first));
        follow(40, scribe);
        assertThat(scribe.prompt()).contains("they spoke of chairs");
        assertThat(summary().content()).isEqualTo("none");

        scribe.meanwhile = () -> {};
        follow(40, scribe);
        assertThat(scribe.prompt()).contains("answer 3").doesNotContain("chairs");
        assertThat(summary().content()).isEqualTo("They spoke of lamps.");
    }

    @Test
    void whatTheSummaryBeforeItTellsOfWasExchangedMeanwhile() {
        say(1, 3, "");
        UUID first = all().getLast().id();
        answerAgain("they spoke of chairs");
        say(4, 25, "");
        follow(40, scribe);
        say(26, 30, "");
        scribe.meanwhile = () -> inTenant(() -> turns.choose(first));
        follow(40, scribe);

        assertThat(scribe.prompt()).startsWith("Summary until now:\n");
        assertThat(summary().content()).isEqualTo("none");
    }

    @Test
    void anAnswerThatIsUnderWayIsLeftToTheNext() {
        say(1, 3, "");
        Message question = Message.ofUser(Ids.next(), conversation, "question 4", NOW);
        inTenant(() -> messages.begin(
                question,
                Message.begun(Ids.next(), conversation, choice(scribe), NOW),
                new MessageRepository.Work("p", NOW)));
        say(5, 25, "");
        follow(40, scribe);

        assertThat(summary().until()).isEqualTo(question.id());
    }

    @Test
    void oneFromBeforeItWasKnownWhatItWasMadeFromIsMadeAnew() {
        say(1, 25, "");
        follow(40, scribe);
        test.asSuperuser("update chat.conversation_summary set sources = null returning content");
        say(26, 35, "");
        scribe.reply = "They spoke of chairs.";
        follow(40, scribe);

        assertThat(scribe.prompt()).startsWith("Conversation:").contains("question 1\n");
        assertThat(summary().content()).isEqualTo("They spoke of chairs.");
    }

    @Test
    void whatIsMadeFromASourceThatMayNotBeCitedAnyMoreIsLeftOut() {
        UUID gone = UUID.randomUUID();
        say(1, 25, "");
        follow(40, scribe);
        test.asSuperuser("update chat.conversation_summary set sources = '{%s}' returning content".formatted(gone));
        test.asSuperuser("update chat.message set sources = '{%s}' where content like 'answer 2 %%' returning content"
                .formatted(gone));
        say(26, 35, "");
        scribe.reply = "They spoke of chairs.";
        follow(40, bot(), scribe);

        assertThat(scribe.prompt())
                .startsWith("Conversation:")
                .contains("question 2\nassistant: " + Memory.FORGOTTEN + "\nuser: question 3\nassistant: answer 3\n");
        assertThat(summary().content()).isEqualTo("They spoke of chairs.");
        assertThat(summary().sources()).isEmpty();
    }

    /** Else the next answer would not be given it, and another one would be paid for. */
    @Test
    void itIsMadeFromNoMoreThanWhatMayBeTold() {
        summaries = summaries(new OpenSources());
        say(1, 25, "");
        test.asSuperuser("""
                update chat.message m
                set sources = array(select md5(m.id::text || i)::uuid from generate_series(1, 120) i)
                where role = 'assistant' returning content
                """);
        follow(40, bot(), scribe);
        assertThat(scribe.asked).hasSize(1);
        assertThat(summary().sources()).hasSize(480);
        assertThat(scribe.prompt()).contains("answer 5").doesNotContain("answer 1");

        follow(40, bot(), scribe);
        assertThat(scribe.asked).hasSize(1);
    }

    @Test
    void theBuiltInAnswererWritesNone() {
        say(1, 25, "");
        follow(40, new ExtractiveProvider());

        assertThat(summary().content()).isEqualTo("none");
        assertThat(credits.reserved).isEmpty();
    }

    @Test
    void itGoesWithWhatItCovers() {
        say(1, 25, "");
        follow(40, scribe);
        List<Message> said = all();

        inTenant(() -> turns.cut(said.get(30)));
        assertThat(summary().content()).isEqualTo("They spoke of lamps.");
        inTenant(() -> turns.cut(said.get(8)));
        assertThat(summary().content()).isEqualTo("none");
    }

    @Test
    void itGoesWithTheConversation() {
        say(1, 25, "");
        follow(40, scribe);

        inTenant(() -> conversations.delete(conversation));

        assertThat(test.asSuperuser("select content from chat.conversation_summary"))
                .isEmpty();
    }

    @Test
    void itDoesNotReachAQuestionThatIsEdited() {
        say(1, 25, "");
        follow(40, scribe);

        assertThat(Tenant.call(
                        tenant,
                        () -> db.call(() -> rows.find(conversation, all().get(9).id()))))
                .isEmpty();
        assertThat(Tenant.call(
                        tenant,
                        () -> db.call(
                                () -> rows.find(conversation, all().get(10).id()))))
                .isPresent();
    }

    @Test
    void whatAModelWritesIsOneBoundedLine() {
        assertThat(Summaries.summary("<think>hm</think> They spoke\n\nof </summary > lamps, < 3 m. [2]"))
                .isEqualTo("They spoke of (/summary > lamps, < 3 m.");
        assertThat(Summaries.summary("word ".repeat(1_000))).hasSizeLessThanOrEqualTo(2_000);
    }
}
