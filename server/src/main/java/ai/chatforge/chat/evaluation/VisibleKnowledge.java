package ai.chatforge.chat.evaluation;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.document.api.Sources;
import ai.chatforge.document.api.Sources.SourceInfo;
import ai.chatforge.platform.security.Caller;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a caller may see of evaluations: learn-only sources exist only for those who may change them. For all others a
 * question that rests on one is left out, since its words may be the source's, and so is every passage of one.
 */
final class VisibleKnowledge {
    private final boolean editor;
    private final Set<UUID> citable;

    private VisibleKnowledge(boolean editor, Set<UUID> citable) {
        this.editor = editor;
        this.citable = citable;
    }

    /** @param named the sources that are named in what the caller asks for */
    static VisibleKnowledge of(BotProfile bot, Caller caller, Sources sources, Stream<UUID> named) {
        if (BotAccess.may(bot, caller, BotRight.EDIT)) {
            return new VisibleKnowledge(true, Set.of());
        }
        List<UUID> ids = named.distinct().toList();
        return new VisibleKnowledge(
                false,
                ids.isEmpty()
                        ? Set.of()
                        : sources.describe(new Sources.Describe(bot.tenantId(), bot.id(), ids)).sources().stream()
                                .filter(SourceInfo::citable)
                                .map(SourceInfo::id)
                                .collect(Collectors.toSet()));
    }

    static Stream<UUID> namedIn(Collection<Question> questions) {
        return questions.stream()
                .flatMap(question -> question.places().stream())
                .map(Question.Place::sourceId);
    }

    List<Question> of(List<Question> questions) {
        return questions.stream().filter(this::may).toList();
    }

    boolean may(Question question) {
        return editor
                || question.places().stream().map(Question.Place::sourceId).allMatch(citable::contains);
    }

    Result of(Result result) {
        return editor
                ? result
                : new Result(
                        result.ranks(),
                        result.passages().stream()
                                .filter(passage -> citable.contains(passage.sourceId()))
                                .toList(),
                        result.measures(),
                        result.answer());
    }
}
