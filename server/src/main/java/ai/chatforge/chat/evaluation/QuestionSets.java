package ai.chatforge.chat.evaluation;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.document.api.Sources;
import ai.chatforge.document.api.Sources.SourceInfo;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Question sets of bots; of the present tenant. */
@Service
class QuestionSets {
    private final Database db;
    private final QuestionSetRepository sets;
    private final Sources sources;
    private final Clock clock;

    QuestionSets(@Qualifier("chat") Database db, QuestionSetRepository sets, Sources sources, Clock clock) {
        this.db = db;
        this.sets = sets;
        this.sources = sources;
        this.clock = clock;
    }

    /** As many questions as the caller may see count. */
    List<QuestionSet.Summary> all(BotProfile bot, Caller caller) {
        List<QuestionSet> all = db.call(() -> sets.ofBot(bot.id()));
        VisibleKnowledge visible = VisibleKnowledge.of(
                bot, caller, sources, all.stream().flatMap(set -> VisibleKnowledge.namedIn(set.questions())));
        return all.stream()
                .map(set -> set.with(visible.of(set.questions())).summary())
                .toList();
    }

    QuestionSet get(BotProfile bot, UUID id, Caller caller) {
        QuestionSet set = find(bot, id);
        VisibleKnowledge visible = VisibleKnowledge.of(bot, caller, sources, VisibleKnowledge.namedIn(set.questions()));
        return set.with(visible.of(set.questions()));
    }

    QuestionSet find(BotProfile bot, UUID id) {
        return db.call(() -> sets.find(bot.id(), id)).orElseThrow(QuestionSets::noSuchSet);
    }

    QuestionSet create(BotProfile bot, EvaluationRequests.NewSet body) {
        Instant now = clock.instant();
        List<Question> questions = checked(bot, Objects.requireNonNullElse(body.questions(), List.of()), List.of());
        QuestionSet set = new QuestionSet(Ids.next(), bot.id(), body.name().strip(), questions, 1, now, now);
        return db.call(() -> {
            sets.lock(bot.id());
            if (sets.ofBot(bot.id()).size() >= QuestionSet.MOST_OF_A_BOT) {
                throw new ApiException(
                        ErrorCode.CONFLICT,
                        "A bot may have " + QuestionSet.MOST_OF_A_BOT + " question sets. Delete one of them first.");
            }
            sets.insert(set);
            return sets.find(bot.id(), set.id()).orElseThrow(QuestionSets::noSuchSet);
        });
    }

    QuestionSet change(BotProfile bot, UUID id, EvaluationRequests.SetChange body) {
        QuestionSet old = find(bot, id);
        String name = body.name() == null ? null : body.name().strip();
        List<Question> questions = body.questions() == null ? null : checked(bot, body.questions(), old.questions());
        return db.call(() -> {
            if (!sets.update(bot.id(), id, body.version(), name, questions, clock.instant())) {
                QuestionSet now = sets.find(bot.id(), id).orElseThrow(QuestionSets::noSuchSet);
                throw new ApiException(
                        ErrorCode.VERSION_CONFLICT,
                        "The question set has version " + now.version() + " by now, the change starts from version "
                                + body.version() + ". Load it again, then repeat the change.");
            }
            return sets.find(bot.id(), id).orElseThrow(QuestionSets::noSuchSet);
        });
    }

    void delete(BotProfile bot, UUID id) {
        if (!db.call(() -> sets.delete(bot.id(), id))) {
            throw noSuchSet();
        }
    }

    /** A source that was named before may be gone by now: that is no mistake of who changes something else. */
    private List<Question> checked(BotProfile bot, List<Question> questions, List<Question> before) {
        Map<String, Integer> texts = new HashMap<>();
        List<Question> checked = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            Integer same = texts.putIfAbsent(question.text().strip(), i);
            if (same != null) {
                throw ApiException.invalid(
                        "questions[" + i + "].text", "is the same as that of question " + (same + 1));
            }
            checked.add(
                    new Question(question.text().strip(), question.places(), blankIsNull(question.expectedAnswer())));
        }
        checkSources(bot, checked, VisibleKnowledge.namedIn(before).collect(Collectors.toSet()));
        return checked;
    }

    private void checkSources(BotProfile bot, List<Question> questions, Set<UUID> known) {
        List<UUID> named = VisibleKnowledge.namedIn(questions)
                .filter(source -> !known.contains(source))
                .distinct()
                .toList();
        Set<UUID> there = named.isEmpty()
                ? Set.of()
                : sources.describe(new Sources.Describe(bot.tenantId(), bot.id(), named)).sources().stream()
                        .map(SourceInfo::id)
                        .collect(Collectors.toSet());
        for (int i = 0; i < questions.size(); i++) {
            List<Question.Place> places = questions.get(i).places();
            for (int place = 0; place < places.size(); place++) {
                UUID source = places.get(place).sourceId();
                if (!known.contains(source) && !there.contains(source)) {
                    throw ApiException.invalid(
                            "questions[" + i + "].places[" + place + "].sourceId", "is no source of this bot");
                }
            }
        }
    }

    private static @Nullable String blankIsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    static ApiException noSuchSet() {
        return ApiException.notFound("question set");
    }
}
