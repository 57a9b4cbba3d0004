package ai.chatforge.chat.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRetrieval;
import ai.chatforge.bot.api.Bots;
import ai.chatforge.bot.api.Visibility;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import ai.chatforge.vector.api.KnowledgeIndex.Retrieval;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Runs on a real database, with a bot that does what the test says. */
class EvaluationJobTest {
    private static final TestDatabase TEST = TestDatabase.create();
    private static final UUID SOURCE = new UUID(7, 7);

    private final Database db = TEST.of(ServiceName.CHAT);
    private final EvaluationJson json = new EvaluationJson(JsonMapper.builder().build());
    private final RunRepository runs = new RunRepository(db, json);
    private final QuestionSetRepository sets = new QuestionSetRepository(db, json);
    private final UUID tenant = UUID.randomUUID();
    private final UUID bot = UUID.randomUUID();
    private final UUID set = UUID.randomUUID();
    private final Tested tested = new Tested();
    private boolean botIsThere = true;
    private boolean stopping;

    @AfterAll
    static void drop() {
        TEST.close();
    }

    /** Knows one passage, which holds what it is asked. */
    private static final class Tested implements Rehearsals {
        final List<String> asked = new ArrayList<>();
        Runnable before = () -> {};

        @Nullable
        String failure;

        @Override
        public List<FoundPassage> find(BotProfile bot, String question, int count, @Nullable Retrieval retrieval) {
            before.run();
            asked.add(question);
            return List.of(new FoundPassage(new UUID(8, 8), SOURCE, 0, null, null, null, 0, 9, question, 0.9));
        }

        @Override
        public Answered answer(BotProfile bot, String question, @Nullable Retrieval retrieval, BooleanSupplier stop) {
            return new Answered("Said [1].", 2, 1, failure);
        }

        @Override
        public Models models(BotProfile bot) {
            return new Models("someone", "some-model", "some-embedding");
        }
    }

    /** One bot, or none. */
    private final class OneBot implements Bots {
        @Override
        public BotProfile bot(UUID id) {
            if (!botIsThere) {
                throw BotAccess.noSuchBot();
            }
            return new BotProfile(
                    id,
                    tenant,
                    "Bot",
                    "",
                    "",
                    null,
                    null,
                    0.3,
                    null,
                    "",
                    List.of(),
                    Visibility.PRIVATE,
                    BotRetrieval.STANDARD,
                    true,
                    4,
                    Map.of());
        }

        @Override
        public KeyState key(KeyHash key) {
            return KeyState.DEAD;
        }
    }

    @BeforeEach
    void aSetOfSixQuestions() {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        inTenant(() -> sets.insert(new QuestionSet(set, bot, "Six", questions(), 1, now, now)));
    }

    private static List<Question> questions() {
        return IntStream.range(0, 6)
                .mapToObj(i -> new Question(
                        "Question " + i,
                        List.of(new Question.Place(SOURCE, null, null, null, i == 5 ? "elsewhere" : "question " + i)),
                        null))
                .toList();
    }

    private void inTenant(Runnable work) {
        Tenant.run(tenant, () -> db.run(work));
    }

    private UUID started(boolean answers) {
        UUID id = UUID.randomUUID();
        Run run = new Run(
                id,
                bot,
                set,
                "Six",
                null,
                Run.State.WAITING,
                new RunSettings(10, answers, null),
                6,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                Instant.parse("2026-01-02T03:04:05Z"),
                null,
                null);
        inTenant(() -> assertThat(runs.insert(run, questions())).isTrue());
        return id;
    }

    /** As a process does it that knows nothing of an earlier one. */
    private void work(UUID run) throws Exception {
        Job<EvaluationJob.Ref> job = new EvaluationJob(db, runs, tested, new OneBot(), Clock.systemUTC()).job();
        job.work().run(new EvaluationJob.Ref(tenant, run), new Job.Run(run.toString(), 1, () -> stopping));
    }

    private Run read(UUID run) {
        return Tenant.call(tenant, () -> db.call(() -> runs.find(run).orElseThrow()));
    }

    @Test
    void measuresAllQuestionsAndTheirMeans() throws Exception {
        UUID run = started(true);
        work(run);
        Run done = read(run);
        assertThat(done.state()).isEqualTo(Run.State.DONE);
        assertThat(done.done()).isEqualTo(6);
        Measures means = Objects.requireNonNull(done.means());
        assertThat(means.recall()).isEqualTo(5 / 6.0);
        assertThat(means.groundedness()).isEqualTo(0.5);
        assertThat(done.model()).isEqualTo("some-model");
        assertThat(done.indexModel()).isEqualTo("some-embedding");
        assertThat(done.botVersion()).isEqualTo(4);
        assertThat(done.endedAt()).isNotNull();
    }

    @Test
    void goesOnAfterACrashWhereItWas() throws Exception {
        UUID run = started(false);
        tested.before = () -> {
            if (tested.asked.size() == 3) {
                throw new OutOfMemoryError("as if the process died");
            }
        };
        assertThatThrownBy(() -> work(run)).isInstanceOf(OutOfMemoryError.class);
        assertThat(read(run).state()).isEqualTo(Run.State.RUNNING);
        assertThat(read(run).done()).isEqualTo(3);

        tested.before = () -> {};
        work(run);

        assertThat(tested.asked)
                .containsExactlyElementsOf(
                        questions().stream().map(Question::text).toList());
        assertThat(read(run).state()).isEqualTo(Run.State.DONE);
        work(run);
        assertThat(tested.asked).as("a done one is left alone").hasSize(6);
    }

    @Test
    void aStopOfTheProcessLeavesItForTheNextStart() throws Exception {
        UUID run = started(false);
        tested.before = () -> stopping = tested.asked.size() == 2;
        assertThatThrownBy(() -> work(run)).isInstanceOf(IllegalStateException.class);
        assertThat(read(run).done()).isEqualTo(2);
        stopping = false;
        tested.before = () -> {};
        work(run);
        assertThat(read(run).state()).isEqualTo(Run.State.DONE);
        assertThat(Tenant.<List<Result>, RuntimeException>call(tenant, () -> db.call(() -> runs.results(run, 0, 99))))
                .hasSize(6);
    }

    @Test
    void aCancelledOneGoesNoFurther() throws Exception {
        UUID run = started(false);
        tested.before = () -> {
            if (tested.asked.size() == 2) {
                db.run(() -> runs.end(run, Run.State.CANCELLED, null, null, Instant.EPOCH));
            }
        };
        work(run);
        assertThat(tested.asked).hasSize(3);
        assertThat(read(run).state()).isEqualTo(Run.State.CANCELLED);
        assertThat(read(run).done()).isEqualTo(2);
    }

    @Test
    void whoseSetOrBotIsDeletedMeanwhileEnds() throws Exception {
        UUID run = started(false);
        tested.before = () -> {
            if (tested.asked.size() == 2) {
                db.run(() -> sets.delete(bot, set));
            }
        };
        work(run);
        assertThat(tested.asked).hasSize(3);
        assertThat(TEST.asSuperuser("select count(*) from chat.evaluation_result where run_id = '" + run + "'"))
                .containsExactly("0");
    }

    @Test
    void withoutItsBotItFails() throws Exception {
        UUID run = started(false);
        botIsThere = false;
        work(run);
        assertThat(read(run).state()).isEqualTo(Run.State.FAILED);
        assertThat(read(run).failure()).contains("not there");
    }

    @Test
    void aModelThatAnswersNothingIsAskedFiveTimes() throws Exception {
        UUID run = started(true);
        tested.failure = "The provider refused the key.";
        work(run);
        assertThat(tested.asked).hasSize(5);
        assertThat(read(run).state()).isEqualTo(Run.State.FAILED);
        assertThat(read(run).failure()).contains("refused the key");
    }

    @Test
    void twoProcessesDoNotMeasureAQuestionTwice() {
        UUID run = started(false);
        inTenant(() -> runs.begin(run, tested.models(new OneBot().bot(bot)), false, 4, Instant.EPOCH));
        Result result = Result.of(questions().getFirst(), List.of(), 10, null);
        inTenant(() -> assertThat(runs.put(run, 0, result)).isTrue());
        inTenant(() -> assertThat(runs.put(run, 0, result)).isFalse());
        assertThat(read(run).done()).isEqualTo(1);
    }

    @Test
    void aTenantHasOneAtATimeAndSeesItsOwn() {
        UUID run = started(false);
        inTenant(() -> assertThat(runs.insert(read(run), questions())).isFalse());
        UUID other = UUID.randomUUID();
        assertThat(Tenant.<Boolean, RuntimeException>call(
                        other, () -> db.call(() -> runs.find(run).isPresent())))
                .isFalse();
    }
}
