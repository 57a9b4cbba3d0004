package ai.chatforge.chat.evaluation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Questions by which one bot is measured. */
@Schema(name = "QuestionSet")
record QuestionSet(
        UUID id,
        UUID chatbotId,
        @Schema(example = "Opening hours and returns") String name,
        List<Question> questions,

        @Schema(description = "Counts changes", example = "1")
        int version,

        Instant createdAt,
        Instant updatedAt) {
    static final int MOST_QUESTIONS = 200;
    static final int MOST_OF_A_BOT = 20;

    /** One in a list, without its questions. */
    @Schema(name = "QuestionSetSummary")
    record Summary(
            UUID id,
            @Schema(example = "Opening hours and returns") String name,
            @Schema(example = "12") int questions,
            @Schema(example = "1") int version,
            Instant createdAt,
            Instant updatedAt) {}

    Summary summary() {
        return new Summary(id, name, questions.size(), version, createdAt, updatedAt);
    }

    QuestionSet with(List<Question> others) {
        return new QuestionSet(id, chatbotId, name, others, version, createdAt, updatedAt);
    }
}
