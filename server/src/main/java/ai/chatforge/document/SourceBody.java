package ai.chatforge.document;

import ai.chatforge.document.web.WebAddress;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.web.HoldsText;
import ai.chatforge.platform.web.LanguageTag;
import ai.chatforge.platform.web.PlainLine;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A source that is described; which fields are needed and allowed depends on its type. */
@Schema(name = "NewSource")
record SourceBody(
        @Schema(
                example = "text",
                description = "text: title and text; url: url, perhaps crawl; video: url, perhaps transcript;"
                        + " qa: title and pairs. Files are uploaded instead.")
        @NotNull
        Source.Type type,

        @Schema(example = "Opening hours", description = "Of pages and videos their own when it is missing")
        @Nullable
        @Size(max = 200)
        @PlainLine
        String title,

        @Schema(example = "We are open from Monday to Friday, 9 to 17.") @Nullable @Size(max = 9_000_000)
        String text,

        @Schema(description = "Of a page, or of a video at YouTube")
        @Nullable
        @Size(max = WebAddress.LONGEST)
        @PlainLine
        String url,

        @Schema(description = "Reads the site below the page, too; without it that page alone") @Nullable @Valid
        CrawlBody crawl,

        @Schema(description = "Fetches it again by itself; never when it is missing")
        Source.@Nullable Refresh refresh,

        @Schema(
                description =
                        "Words of the video with time stamps (WebVTT or SRT), where YouTube does not give them out")
        @Nullable
        @Size(max = 5_000_000)
        String transcript,

        @Schema(
                description = "Preferred one of the video's transcript, such as de; the bot's, or the one that is"
                        + " spoken, when it is missing")
        @Nullable
        @LanguageTag
        String language,

        @Schema(description = "Questions and their answers") @Nullable @Size(max = Pairs.MOST)
        List<Pairs.@Valid @NotNull Pair> pairs,

        @Schema(description = "False: the bot learns from it, but never quotes, cites or names it") @Nullable
        Boolean citable) {

    @Schema(name = "NewSourceCrawl")
    record CrawlBody(
            @Schema(description = "Links from the first page on; two when it is missing", example = "2")
            @Nullable
            @Min(0)
            @Max(100)
            Integer depth,

            @Schema(description = "Pages at the most; 50 when it is missing", example = "50")
            @Nullable
            @Min(1)
            @Max(100_000)
            Integer pages) {}

    private static final Map<Source.Type, Set<String>> OWN = Map.of(
            Source.Type.FILE, Set.of(),
            Source.Type.TEXT, Set.of("text"),
            Source.Type.URL, Set.of("url", "crawl", "refresh"),
            Source.Type.VIDEO, Set.of("url", "refresh", "transcript", "language"),
            Source.Type.QA, Set.of("pairs"));

    void requireOnlyItsOwn() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("text", text);
        given.put("url", url);
        given.put("crawl", crawl);
        given.put("refresh", refresh);
        given.put("transcript", transcript);
        given.put("language", language);
        given.put("pairs", pairs);
        given.forEach((field, value) -> {
            if (value != null && !OWN.getOrDefault(type, Set.of()).contains(field)) {
                throw ApiException.invalid(field, "is not for sources of type " + SourceRepository.key(type));
            }
        });
    }

    static String required(@Nullable String value, String field) {
        if (value == null || !HoldsText.Check.in(value)) {
            throw ApiException.invalid(field, "must not be blank");
        }
        return value;
    }

    String titleOr(String other) {
        String shorter = other.length() > 200 ? other.substring(0, 200) : other;
        return title == null || title.isBlank() ? shorter : title.strip();
    }

    Source.Refresh refreshOrNever() {
        return refresh == null ? Source.Refresh.NEVER : refresh;
    }

    boolean isCitable() {
        return !Boolean.FALSE.equals(citable);
    }
}
