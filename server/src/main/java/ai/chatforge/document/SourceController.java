package ai.chatforge.document;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.document.extract.Segment;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import ai.chatforge.platform.web.PlainLine;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The sources of a bot. */
@Tag(name = "sources", description = "What a bot knows: files, texts, pages and videos, and how far their training is")
@RestController
@RequestMapping({"/api/chatbots/{botId}/sources", "/api/bots/{botId}/sources"})
@Access(Access.Rule.BOT)
class SourceController {
    private static final String CITABLE = "False: the bot learns from it, but never quotes, cites or names it";

    private final SourceService sources;
    private final NewSources added;
    private final FileLinks links;
    private final BotAccess bots;

    SourceController(SourceService sources, NewSources added, FileLinks links, BotAccess bots) {
        this.sources = sources;
        this.added = added;
        this.links = links;
        this.bots = bots;
    }

    @Schema(name = "SourceChange")
    record Change(
            @Schema(example = "Opening hours", description = "Left as it is when it is missing")
            @Nullable
            @Size(min = 1, max = 200)
            @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
            @PlainLine
            String title,

            @Schema(description = CITABLE + ". Holds from the next message on; left as it is when it is missing")
            @Nullable
            Boolean citable,

            @Schema(description = "How often a page or video is fetched again; left as it is when it is missing")
            Source.@Nullable Refresh refresh) {}

    @Schema(name = "Segment")
    record SegmentView(
            int ordinal,
            @Nullable Integer page,
            @Nullable Integer second,
            @Nullable String section,

            @Schema(description = "Where it stands in the web: the page, or the video from that second on") @Nullable
            String url,

            String text) {
        static SegmentView of(Source source, SegmentRepository.Placed placed) {
            Segment s = placed.segment();
            String url = placed.url() == null ? source.url() : placed.url();
            String exact = url == null
                    ? null
                    : new SegmentRepository.Address(source.id(), s.ordinal(), source.type(), url, s.second()).exact();
            return new SegmentView(s.ordinal(), s.page(), s.second(), s.section(), exact, s.text());
        }
    }

    @Schema(name = "SegmentList")
    record Segments(Source source, int total, List<SegmentView> items) {}

    @Operation(
            operationId = "addSource",
            summary = "Add a file, a text, a page or site, a video, or questions",
            description =
                    "PDF, DOCX, PPTX, XLSX, CSV, TXT, MD, HTML, EPUB, EML, PNG, JPEG or TIFF, recognised by its content."
                            + " What a page, site or video holds is fetched by a job. Training starts unless train=false.")
    @Idempotent
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Source upload(
            @PathVariable UUID botId,
            @RequestPart("file") MultipartFile file,
            @RequestParam(required = false) @Nullable @Size(max = 200) @PlainLine String title,
            @RequestParam(defaultValue = "true") boolean citable,
            @RequestParam(defaultValue = "true") boolean train,
            Caller caller)
            throws IOException {
        String name = FileNames.clean(file.getOriginalFilename());
        return bots.call(botId, caller, BotRight.EDIT, bot -> {
            try (InputStream content = file.getInputStream()) {
                return sources.add(
                        botId,
                        new SourceService.Upload(Source.Type.FILE, title, name, file.getSize(), content, citable),
                        train);
            }
        });
    }

    @Operation(operationId = "addSource", summary = "Add a file, a text, a page or site, a video, or questions")
    @Idempotent
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Source add(
            @PathVariable UUID botId,
            @RequestBody @Valid SourceBody body,
            @RequestParam(defaultValue = "true") boolean train,
            Caller caller)
            throws IOException {
        return bots.call(botId, caller, BotRight.EDIT, bot -> added.add(botId, body, bot.language(), train));
    }

    @Operation(operationId = "listSources", summary = "List sources, oldest first")
    @GetMapping
    Page<Source> list(
            @PathVariable UUID botId,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            Caller caller) {
        return bots.call(
                botId,
                caller,
                BotRight.READ,
                bot -> Page.of(
                        sources.page(botId, new VisibleSources(bot, caller), cursor, limit),
                        limit,
                        source -> source.id().toString()));
    }

    @Operation(operationId = "getSource", summary = "Read a source")
    @GetMapping("/{id}")
    Source get(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        return bots.call(
                botId, caller, BotRight.READ, bot -> new VisibleSources(bot, caller).required(sources.get(botId, id)));
    }

    @Operation(
            operationId = "changeSource",
            summary = "Rename a source, say whether it may be cited, or how often it is fetched")
    @PatchMapping("/{id}")
    Source change(@PathVariable UUID botId, @PathVariable UUID id, @RequestBody @Valid Change body, Caller caller) {
        return bots.call(
                botId,
                caller,
                BotRight.EDIT,
                bot -> sources.change(
                        botId, id, body.title() == null ? null : body.title().strip(), body.citable(), body.refresh()));
    }

    @Operation(operationId = "deleteSource", summary = "Delete a source with everything that was made of it")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        bots.run(botId, caller, BotRight.EDIT, bot -> sources.delete(botId, id));
    }

    @Operation(
            operationId = "getSegments",
            summary = "The text of a source",
            description = "In segments: pages of a PDF, sections of other kinds. Citations name a segment and offsets.")
    @GetMapping("/{id}/segments")
    Segments segments(
            @PathVariable UUID botId,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") @Min(0) int from,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            Caller caller) {
        SourceService.Excerpt excerpt = bots.call(botId, caller, BotRight.READ, bot -> {
            SourceService.Excerpt some = sources.segments(botId, id, from, limit);
            new VisibleSources(bot, caller).required(some.source());
            return some;
        });
        return new Segments(
                excerpt.source(),
                excerpt.total(),
                excerpt.items().stream()
                        .map(placed -> SegmentView.of(excerpt.source(), placed))
                        .toList());
    }

    @Operation(
            operationId = "linkFile",
            summary = "A short-lived link to the original file",
            description = "Opens without signing in until it expires. For a PDF, append #page=N.")
    @PostMapping("/{id}/file-link")
    FileLinks.Link fileLink(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        return bots.call(botId, caller, BotRight.READ, bot -> {
            VisibleSources visible = new VisibleSources(bot, caller);
            Source source = visible.required(sources.get(botId, id));
            if (source.type() != Source.Type.FILE) {
                throw ApiException.notFound("file");
            }
            return links.to(source, visible.isEditor());
        });
    }
}
