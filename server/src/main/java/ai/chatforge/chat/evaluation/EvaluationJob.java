package ai.chatforge.chat.evaluation;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.Bots;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.job.JobType;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Asks a run's questions one after the other. Each result is stored at once: after a crash it goes on with the next. */
@Component
class EvaluationJob {
    static final JobType<Ref> TYPE = new JobType<>("evaluate", Ref.class);
    /** Failed answers in a row after which the model is taken for gone. */
    private static final int MOST_FAILURES = 5;

    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Database db;
    private final RunRepository runs;
    private final Rehearsals rehearsals;
    private final Bots bots;
    private final Clock clock;

    EvaluationJob(@Qualifier("chat") Database db, RunRepository runs, Rehearsals rehearsals, Bots bots, Clock clock) {
        this.db = db;
        this.runs = runs;
        this.rehearsals = rehearsals;
        this.bots = bots;
        this.clock = clock;
    }

    record Ref(UUID tenant, UUID run) {}

    Job<Ref> job() {
        return Job.of(TYPE, this::run)
                .attempts(12, Duration.ofSeconds(2), Duration.ofMinutes(1))
                .onGivenUp((ref, cause) -> Tenant.run(ref.tenant(), () -> fail(ref.run(), reason(cause))));
    }

    private static String reason(Throwable cause) {
        return cause instanceof ApiException known && known.code() != ErrorCode.INTERNAL
                ? known.detail()
                : "Something went wrong on our side. Start it again.";
    }

    private void fail(UUID run, String why) {
        db.call(() -> runs.end(run, Run.State.FAILED, null, why, clock.instant()));
    }

    private void run(Ref ref, Job.Run job) {
        Tenant.run(ref.tenant(), () -> present(ref.run()).ifPresent(run -> run(run, job)));
    }

    private Optional<Run> present(UUID run) {
        return db.call(() -> runs.find(run)).filter(Run::isUnderWay);
    }

    private void run(Run run, Job.Run job) {
        BotProfile bot = bot(run);
        if (bot == null) {
            fail(run.id(), "The bot is not there any more.");
            return;
        }
        if (run.state() == Run.State.WAITING) {
            Rehearsals.Models models = rehearsals.models(bot);
            db.run(() -> runs.begin(run.id(), models, run.settings().answers(), bot.version(), clock.instant()));
        }
        List<Question> questions = db.call(() -> runs.questions(run.id()));
        int failures = 0;
        for (int at = run.done(); at < questions.size(); at++) {
            if (job.stopping().getAsBoolean()) {
                throw new IllegalStateException("The evaluation goes on after the next start");
            }
            Result result = measured(bot, run, questions.get(at), job.stopping());
            if (job.stopping().getAsBoolean()) {
                throw new IllegalStateException("The evaluation goes on after the next start");
            }
            if (!put(run.id(), at, result)) {
                return;
            }
            failures = failure(result) == null ? 0 : failures + 1;
            if (failures == MOST_FAILURES) {
                fail(
                        run.id(),
                        "The model gave no answer to " + MOST_FAILURES + " questions in a row: " + failure(result));
                return;
            }
        }
        end(run.id(), questions.size());
    }

    private static @Nullable String failure(Result result) {
        return result.answer() == null ? null : result.answer().failure();
    }

    private @Nullable BotProfile bot(Run run) {
        try {
            return bots.bot(run.chatbotId());
        } catch (ApiException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private Result measured(BotProfile bot, Run run, Question question, BooleanSupplier stopping) {
        RunSettings settings = run.settings();
        Result.Answer answer = null;
        if (settings.answers()) {
            Rehearsals.Answered given =
                    rehearsals.answer(bot, question.text(), settings.asked(), new Ended(run.id(), stopping));
            answer = new Result.Answer(given.text(), given.sentences(), given.grounded(), given.failure());
        }
        return Result.of(
                question, rehearsals.find(bot, question.text(), settings.k(), settings.asked()), settings.k(), answer);
    }

    private boolean put(UUID run, int ordinal, Result result) {
        return db.call(() -> runs.put(run, ordinal, result));
    }

    private void end(UUID run, int questions) {
        db.run(() -> {
            Measures means = Measures.mean(runs.results(run, 0, questions).stream()
                    .map(Result::measures)
                    .toList());
            runs.end(run, Run.State.DONE, means, null, clock.instant());
        });
    }

    /** Whether an answer under way is not wanted any more; looks now and then. */
    private final class Ended implements BooleanSupplier {
        private final UUID run;
        private final BooleanSupplier stopping;
        private long looked = System.nanoTime();

        Ended(UUID run, BooleanSupplier stopping) {
            this.run = run;
            this.stopping = stopping;
        }

        @Override
        public boolean getAsBoolean() {
            if (stopping.getAsBoolean()) {
                return true;
            }
            if (System.nanoTime() - looked < LOOK_NANOS) {
                return false;
            }
            looked = System.nanoTime();
            return present(run).isEmpty();
        }
    }
}
