package ai.chatforge.chat.evaluation;

import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a run found for one question; as it is stored. */
record Result(
        List<@Nullable Integer> ranks,
        List<Retrieved> passages,
        Measures measures,
        @Nullable Answer answer) {

    /** A passage that was found, without its text: that is the source's. */
    @Schema(name = "EvaluationPassage")
    record Retrieved(
            @Schema(example = "1") int rank,
            UUID passageId,
            UUID sourceId,
            int segment,
            @Nullable Integer page,
            @Nullable Integer second,
            @Nullable String section,
            int start,
            int end,

            @Schema(description = "From 0 to 1", example = "0.87")
            double score,

            @Schema(description = "Whether it is one of the expected places")
            boolean expected) {}

    /** What the bot answered. */
    @Schema(name = "EvaluationAnswer")
    record Answer(
            @Schema(description = "With markers, as in a chat")
            String text,

            @Schema(description = "Sentences that say something", example = "2")
            int sentences,

            @Schema(description = "Those of them that rest on what they cite", example = "2")
            int grounded,

            @Schema(description = "Why there is no (whole) answer") @Nullable
            String failure) {

        @Nullable
        Double groundedness() {
            return failure != null || sentences == 0 ? null : (double) grounded / sentences;
        }
    }

    static Result of(Question question, List<FoundPassage> found, int k, @Nullable Answer answer) {
        Relevance relevance = Relevance.of(question.places(), found, k);
        List<Retrieved> passages = new ArrayList<>();
        for (int at = 0; at < relevance.relevant().size(); at++) {
            FoundPassage p = found.get(at);
            passages.add(new Retrieved(
                    at + 1,
                    p.passageId(),
                    p.sourceId(),
                    p.segment(),
                    p.page(),
                    p.second(),
                    p.section(),
                    p.start(),
                    p.end(),
                    p.score(),
                    relevance.relevant().get(at)));
        }
        return new Result(
                relevance.ranks(),
                passages,
                relevance.measures().grounded(answer == null ? null : answer.groundedness()),
                answer);
    }

    /** As it is shown. */
    @Schema(name = "EvaluationResult")
    record Of(
            @Schema(description = "Its place in the set, from 0")
            int ordinal,

            Question question,

            @ArraySchema(
                    arraySchema = @Schema(description = "Of each expected place; null where it was not found"),
                    schema = @Schema(types = {"integer", "null"}))
            List<@Nullable Integer> ranks,

            @Schema(description = "Best first; those of deleted sources are left out for viewers")
            List<Retrieved> passages,

            Measures measures,
            @Nullable Answer answer) {}

    Of of(int ordinal, Question question) {
        return new Of(ordinal, question, ranks, passages, measures, answer);
    }
}
