package ai.chatforge.document;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of document.source, and the source as the bot's owner sees it. */
record Source(
        UUID id,
        @JsonIgnore UUID tenantId,
        UUID chatbotId,
        Type type,
        @Schema(example = "Installation guide") String title,

        @Schema(example = "installation-guide.pdf") @Nullable
        String fileName,

        @Schema(description = "Where it is fetched from; null unless it is a page or a video") @Nullable
        String url,

        @Schema(example = "application/pdf") String mediaType,
        long sizeBytes,
        @JsonIgnore @Nullable String storageKey,
        @JsonIgnore String sha256,

        @Schema(description = "False: the bot learns from it, but never quotes, cites or names it")
        boolean citable,

        Status status,
        @Nullable Stage stage,

        @Schema(description = "Whether answers find it now: while it is read anew, what was read before is found")
        boolean live,

        @JsonIgnore int revision,
        @JsonIgnore boolean extracted,
        @JsonIgnore @Nullable Former former,
        Progress progress,

        @Schema(description = "Pages or sections that hold text; null until they are known") @Nullable
        Integer segments,

        @Schema(description = "Pieces that answers are found in; null until they are made") @Nullable
        Integer passages,

        @Schema(description = "Pages of a PDF, or of a website; null for other kinds") @Nullable
        Integer pages,

        @Schema(
                description = "What the text is written in, by a guess; null until it is ready, and when nothing speaks"
                        + " for a language",
                example = "en")
        @Nullable
        String textLanguage,

        @Schema(
                description = "Why there is no text; of a source that is ready: why its newest content could not be"
                        + " taken, so that the former one stays")
        @Nullable
        Fault error,

        @Schema(description = "How much of a website is read; null for other kinds") @Nullable
        Crawl crawl,

        @JsonIgnore @Nullable String language,

        @Schema(description = "How often a page or video is fetched again by itself")
        Refresh refresh,

        @Nullable Instant nextFetchAt,

        @Schema(description = "How the last fetch ended; null before, and for what is not fetched") @Nullable
        LastFetch lastFetch,

        Instant createdAt,
        Instant updatedAt) {

    enum Type {
        @JsonProperty("file")
        FILE,
        @JsonProperty("text")
        TEXT,
        @JsonProperty("url")
        URL,
        @JsonProperty("video")
        VIDEO,
        @JsonProperty("qa")
        QA
    }

    enum Status {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("processing")
        PROCESSING,
        @JsonProperty("ready")
        READY,
        @JsonProperty("failed")
        FAILED
    }

    enum Stage {
        @JsonProperty("waiting")
        WAITING,
        @JsonProperty("fetching")
        FETCHING,
        @JsonProperty("extracting")
        EXTRACTING,
        @JsonProperty("embedding")
        EMBEDDING
    }

    enum Refresh {
        @JsonProperty("never")
        NEVER(Duration.ZERO),
        @JsonProperty("daily")
        DAILY(Duration.ofDays(1)),
        @JsonProperty("weekly")
        WEEKLY(Duration.ofDays(7));

        private final Duration every;

        Refresh(Duration every) {
            this.every = every;
        }

        @Nullable
        Instant after(Instant last) {
            return this == NEVER ? null : last.plus(every);
        }
    }

    enum Outcome {
        @JsonProperty("changed")
        CHANGED,
        @JsonProperty("unchanged")
        UNCHANGED,
        @JsonProperty("failed")
        FAILED
    }

    /** @param total null while nobody knows */
    @Schema(name = "SourceProgress")
    record Progress(
            int done,
            @Nullable Integer total,
            @Schema(example = "pages") String unit,

            @Schema(description = "Of the present stage, as it went until now; null when nothing can be said") @Nullable
            Long secondsLeft) {}

    /** Why there is no text: a stable code, and a sentence that says what to do. */
    @Schema(name = "SourceFault")
    record Fault(String code, String message) {}

    @Schema(name = "SourceCrawl")
    record Crawl(
            @Schema(description = "Links from the first page on; 0 is that page alone", example = "2")
            int depth,

            @Schema(description = "Pages at the most", example = "50")
            int pages) {}

    @Schema(name = "SourceFetch")
    record LastFetch(Instant at, Outcome outcome, @Nullable String message) {}

    /** What is found while something newer is made. */
    record Former(
            int revision,
            @Nullable String storageKey,
            String sha256,
            @Nullable Integer segments) {}

    /** Nobody may interfere any more: its passages are being exchanged. */
    @JsonIgnore
    boolean isFinishing() {
        return status == Status.PROCESSING && stage == null;
    }

    @JsonIgnore
    boolean isUnderWay() {
        return status == Status.PROCESSING || (status == Status.PENDING && stage != null);
    }

    /** The revision whose text is shown. */
    int shownRevision() {
        return former == null ? revision : former.revision();
    }

    @Nullable
    Integer shownSegments() {
        return former == null ? segments : former.segments();
    }
}
