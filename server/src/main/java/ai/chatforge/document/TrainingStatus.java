package ai.chatforge.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** How far a bot's sources are. */
record TrainingStatus(
        @Schema(
                example = "processing",
                allowableValues = {"empty", "pending", "processing", "ready", "failed"})
        String status,

        @Schema(description = "Of all sources") Counts counts,

        @Schema(
                description = "Oldest first. Of more than 1,000 those that are under way, then those"
                        + " that failed or are held back, then the newest")
        List<Source> sources) {
    static final int SOURCES = 1000;

    @Schema(name = "SourceCounts")
    record Counts(int pending, int processing, int ready, int failed) {}

    static TrainingStatus of(Counts counts, List<Source> sources) {
        return new TrainingStatus(summary(counts), counts, sources);
    }

    private static String summary(Counts counts) {
        if (counts.processing() > 0) {
            return "processing";
        }
        if (counts.pending() > 0) {
            return "pending";
        }
        if (counts.ready() > 0) {
            return "ready";
        }
        return counts.failed() > 0 ? "failed" : "empty";
    }
}
