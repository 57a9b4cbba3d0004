package ai.chatforge.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** How far a bot's sources are. */
record TrainingStatus(
        @Schema(
                example = "processing",
                allowableValues = {"empty", "pending", "processing", "ready", "failed"})
        String status,

        Counts counts,
        List<Source> sources) {
    static final int SOURCES = 1000;

    @Schema(name = "SourceCounts")
    record Counts(int pending, int processing, int ready, int failed) {}

    static TrainingStatus of(List<Source> sources) {
        Counts counts = new Counts(
                count(sources, Source.Status.PENDING),
                count(sources, Source.Status.PROCESSING),
                count(sources, Source.Status.READY),
                count(sources, Source.Status.FAILED));
        return new TrainingStatus(summary(counts), counts, sources);
    }

    private static int count(List<Source> sources, Source.Status status) {
        return (int) sources.stream().filter(s -> s.status() == status).count();
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
