package ai.chatforge.chat.evaluation;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.document.api.Sources;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.job.JobQueue;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Runs of question sets: asked for, looked at, compared; of the present tenant. */
@Service
class Runs {
    private static final int KEPT = 50;

    private final Database db;
    private final RunRepository runs;
    private final QuestionSets sets;
    private final Sources sources;
    private final JobQueue queue;
    private final Clock clock;

    Runs(
            @Qualifier("chat") Database db,
            RunRepository runs,
            QuestionSets sets,
            Sources sources,
            Jobs jobs,
            Clock clock) {
        this.db = db;
        this.runs = runs;
        this.sets = sets;
        this.sources = sources;
        this.queue = jobs.queue(db);
        this.clock = clock;
    }

    Run start(BotProfile bot, EvaluationRequests.Start body) {
        QuestionSet set = sets.find(bot, body.setId());
        if (set.questions().isEmpty()) {
            throw ApiException.invalid("setId", "names a set without questions. Add one first.");
        }
        Run run = waiting(bot, set, body);
        return db.call(() -> {
            if (!runs.insert(run, set.questions())) {
                throw new ApiException(
                        ErrorCode.CONFLICT,
                        "An evaluation is under way already, of this bot or another one. Wait for its end, or cancel"
                                + " it.");
            }
            runs.dropOldest(bot.id(), KEPT);
            queue.schedule(EvaluationJob.TYPE, run.id().toString(), new EvaluationJob.Ref(Tenant.required(), run.id()));
            return runs.find(run.id()).orElseThrow(Runs::noSuchRun);
        });
    }

    private Run waiting(BotProfile bot, QuestionSet set, EvaluationRequests.Start body) {
        String label = body.label() == null || body.label().isBlank()
                ? null
                : body.label().strip();
        return new Run(
                Ids.next(),
                bot.id(),
                set.id(),
                set.name(),
                label,
                Run.State.WAITING,
                body.settings(),
                set.questions().size(),
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                clock.instant(),
                null,
                null);
    }

    List<Run> page(BotProfile bot, @Nullable UUID set, @Nullable UUID before, int limit) {
        return db.call(() -> runs.page(bot.id(), set, before, limit));
    }

    Run get(BotProfile bot, UUID id) {
        return db.call(() -> runs.find(id))
                .filter(run -> run.chatbotId().equals(bot.id()))
                .orElseThrow(Runs::noSuchRun);
    }

    /** One that has ended already is left as it is. */
    Run cancel(BotProfile bot, UUID id) {
        get(bot, id);
        db.run(() -> {
            if (runs.end(id, Run.State.CANCELLED, null, null, clock.instant())) {
                queue.cancel(EvaluationJob.TYPE, id.toString());
            }
        });
        return get(bot, id);
    }

    void delete(BotProfile bot, UUID id) {
        get(bot, id);
        db.run(() -> {
            queue.cancel(EvaluationJob.TYPE, id.toString());
            if (!runs.delete(id)) {
                throw noSuchRun();
            }
        });
    }

    /** Those from an ordinal on that the caller may see; one more than the page holds. */
    List<Result.Of> results(BotProfile bot, UUID id, int from, int limit, Caller caller) {
        get(bot, id);
        return visible(bot, caller, id).stream()
                .filter(result -> result.ordinal() >= from)
                .limit(limit + 1L)
                .toList();
    }

    private List<Result.Of> visible(BotProfile bot, Caller caller, UUID id) {
        List<Question> questions = db.call(() -> runs.questions(id));
        List<Result> results = db.call(() -> runs.results(id, 0, questions.size()));
        Stream<UUID> found =
                results.stream().flatMap(result -> result.passages().stream()).map(Result.Retrieved::sourceId);
        VisibleKnowledge visible =
                VisibleKnowledge.of(bot, caller, sources, Stream.concat(VisibleKnowledge.namedIn(questions), found));
        List<Result.Of> shown = new ArrayList<>();
        for (int at = 0; at < results.size(); at++) {
            if (visible.may(questions.get(at))) {
                shown.add(visible.of(results.get(at)).of(at, questions.get(at)));
            }
        }
        return shown;
    }

    /** Questions with the same text are the same question. */
    Comparison compare(BotProfile bot, UUID id, UUID base, Caller caller) {
        Run now = get(bot, id);
        Run before = get(bot, base);
        Map<String, Result.Of> former = new LinkedHashMap<>();
        visible(bot, caller, base)
                .forEach(result -> former.put(result.question().text(), result));
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (Result.Of result : visible(bot, caller, id)) {
            Result.Of same = former.remove(result.question().text());
            pairs.add(new Comparison.Pair(
                    result.question().text(), same == null ? null : same.measures(), result.measures()));
        }
        former.values()
                .forEach(result ->
                        pairs.add(new Comparison.Pair(result.question().text(), result.measures(), null)));
        return Comparison.of(before, now, pairs);
    }

    private static ApiException noSuchRun() {
        return ApiException.notFound("evaluation");
    }
}
