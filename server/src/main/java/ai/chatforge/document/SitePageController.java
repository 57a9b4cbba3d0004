package ai.chatforge.document;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The pages of a website that is a source, and what became of each. */
@Tag(name = "sources")
@RestController
@RequestMapping({"/api/chatbots/{botId}/sources/{id}/pages", "/api/bots/{botId}/sources/{id}/pages"})
@Access(Access.Rule.BOT)
class SitePageController {
    private final Database db;
    private final SourceService sources;
    private final PageRepository pages;
    private final BotAccess bots;

    SitePageController(
            @Qualifier("document") Database db, SourceService sources, PageRepository pages, BotAccess bots) {
        this.db = db;
        this.sources = sources;
        this.pages = pages;
        this.bots = bots;
    }

    enum State {
        @JsonProperty("found")
        FOUND,
        @JsonProperty("read")
        READ,
        @JsonProperty("unchanged")
        UNCHANGED,
        @JsonProperty("skipped")
        SKIPPED,
        @JsonProperty("failed")
        FAILED
    }

    @Schema(name = "SitePage")
    record SitePage(
            int ordinal,

            @Schema(example = "https://example.com/help/shipping")
            String url,

            @Schema(
                    description = "found: not read yet, or, once the source is ready, above its limit of pages;"
                            + " unchanged: as it was read before; skipped: a double of another page, or without text")
            State state,

            @Schema(description = "Why it was not read") Source.@Nullable Fault problem) {

        static SitePage of(PageRepository.Seen page) {
            State state = State.valueOf(page.state().toUpperCase(Locale.ROOT));
            return new SitePage(page.ordinal(), page.url(), state, page.problem());
        }
    }

    @Schema(name = "SitePageCounts")
    record Counts(int found, int read, int unchanged, int skipped, int failed) {

        static Counts of(List<PageRepository.InState> states) {
            Map<String, Integer> pages = states.stream()
                    .collect(Collectors.toMap(PageRepository.InState::state, PageRepository.InState::pages));
            return new Counts(
                    pages.getOrDefault("found", 0),
                    pages.getOrDefault("read", 0),
                    pages.getOrDefault("unchanged", 0),
                    pages.getOrDefault("skipped", 0),
                    pages.getOrDefault("failed", 0));
        }
    }

    @Schema(name = "SitePages")
    record SitePages(
            Counts counts,
            List<SitePage> items,

            @Schema(description = "To be sent as cursor for the next page of the list; null on the last one") @Nullable
            String nextCursor) {}

    @Operation(
            operationId = "listSitePages",
            summary = "The pages of a website, in the order in which they were found",
            description =
                    "Of the reading that is under way, or else of the last one. Other kinds of sources have none.")
    @GetMapping
    SitePages list(
            @PathVariable UUID botId,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable @Pattern(regexp = "found|read|unchanged|skipped|failed")
                    String state,
            @RequestParam(defaultValue = "-1") @Min(-1) int cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            Caller caller) {
        return bots.call(botId, caller, BotRight.READ, bot -> {
            Source source = new VisibleSources(bot, caller).required(sources.get(botId, id));
            return db.call(() -> {
                Page<PageRepository.Seen> page = Page.of(
                        pages.page(id, source.revision(), state, cursor, limit),
                        limit,
                        last -> String.valueOf(last.ordinal()));
                return new SitePages(
                        Counts.of(pages.states(id, source.revision())),
                        page.items().stream().map(SitePage::of).toList(),
                        page.nextCursor());
            });
        });
    }
}
