package ai.chatforge.document;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.HoldsText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** New content for a source that is there. */
@Tag(name = "sources")
@RestController
@RequestMapping({"/api/chatbots/{botId}/sources/{id}", "/api/bots/{botId}/sources/{id}"})
@Access(Access.Rule.BOT)
class ContentController {
    private static final String MEANWHILE = "What was found before is found until the new content is trained, and stays"
            + " when that fails. Only passages that changed are embedded again.";

    private static final String VERSION =
            "Of what was read. Sent back with the change, it is refused (409) where somebody"
                    + " else's came in between; without it, the last one wins";

    private final ContentService contents;
    private final SourceService sources;
    private final NewSources added;
    private final Pairs pairs;
    private final BotAccess bots;

    ContentController(ContentService contents, SourceService sources, NewSources added, Pairs pairs, BotAccess bots) {
        this.contents = contents;
        this.sources = sources;
        this.added = added;
        this.pairs = pairs;
        this.bots = bots;
    }

    @Schema(name = "Transcript")
    record TranscriptBody(
            @Schema(description = "WebVTT or SRT", example = "WEBVTT\n\n00:01.000 --> 00:04.000\nWelcome.")
            @NotNull
            @HoldsText
            @Size(max = 5_000_000)
            String transcript) {}

    @Schema(name = "SourceText")
    record TextBody(
            @Schema(example = "We are open from Monday to Friday, 9 to 17.") @NotNull @HoldsText @Size(max = 9_000_000)
            String text,

            @Schema(description = VERSION) @Nullable @Size(max = 100)
            String version) {}

    @Schema(name = "QuestionsAndAnswers")
    record PairsBody(
            @NotEmpty @Size(max = Pairs.MOST) List<Pairs.@Valid @NotNull Pair> pairs,

            @Schema(description = VERSION) @Nullable @Size(max = 100)
            String version) {}

    @Operation(
            operationId = "refetchSource",
            summary = "Fetch a page, site or video again",
            description = "Asks whether it changed; what did not is left as it is. " + MEANWHILE)
    @Idempotent
    @PostMapping("/refetch")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Source refetch(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        return bots.call(botId, caller, BotRight.EDIT, bot -> contents.refetch(botId, id));
    }

    @Operation(
            operationId = "trainSource",
            summary = "Start a source that is held back or failed",
            description = "Nothing happens to one that is ready or under way.")
    @Idempotent
    @PostMapping("/train")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Source train(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        return bots.call(botId, caller, BotRight.EDIT, bot -> contents.train(botId, id));
    }

    @Operation(
            operationId = "cancelSource",
            summary = "End what is under way with a source",
            description =
                    "What was found before stays; a source that was never ready is held back until train is called.")
    @Idempotent
    @PostMapping("/cancel")
    Source cancel(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        return bots.call(botId, caller, BotRight.EDIT, bot -> contents.cancel(botId, id));
    }

    @Operation(operationId = "replaceFile", summary = "Replace the file of a source", description = MEANWHILE)
    @PutMapping("/file")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Source replaceFile(
            @PathVariable UUID botId,
            @PathVariable UUID id,
            // Looked at after the caller's rights.
            @RequestPart(name = "file", required = false) @Nullable MultipartFile file,
            Caller caller)
            throws IOException {
        return bots.call(botId, caller, BotRight.EDIT, bot -> {
            requireThere(botId, id);
            if (file == null) {
                throw ApiException.invalid("file", "must be sent as a part of multipart/form-data");
            }
            String name = FileNames.clean(file.getOriginalFilename());
            try (InputStream content = file.getInputStream()) {
                Content stored = sources.store(
                        new SourceService.Upload(Source.Type.FILE, null, name, file.getSize(), content, true));
                return contents.replace(botId, id, Source.Type.FILE, stored);
            }
        });
    }

    @Operation(
            operationId = "replaceTranscript",
            summary = "Give a video its transcript",
            description = "For videos whose transcript YouTube does not hand out. " + MEANWHILE)
    @PutMapping("/transcript")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Source replaceTranscript(
            @PathVariable UUID botId, @PathVariable UUID id, @RequestBody @Valid TranscriptBody body, Caller caller)
            throws IOException {
        return bots.call(botId, caller, BotRight.EDIT, bot -> {
            requireThere(botId, id);
            return contents.replace(botId, id, Source.Type.VIDEO, added.transcript(body.transcript()));
        });
    }

    @Operation(
            operationId = "getText",
            summary = "The words of a pasted text",
            description = "As they were typed; getSegments gives them as answers find them.")
    @GetMapping("/text")
    TextBody text(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) throws IOException {
        return bots.call(botId, caller, BotRight.READ, bot -> {
            Source source = new VisibleSources(bot, caller).required(sources.get(botId, id));
            if (source.type() != Source.Type.TEXT) {
                throw new ApiException(ErrorCode.CONFLICT, "The source is no pasted text.");
            }
            return new TextBody(added.typed(source), source.sha256());
        });
    }

    @Operation(operationId = "replaceText", summary = "Replace the words of a pasted text", description = MEANWHILE)
    @PutMapping("/text")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Source replaceText(
            @PathVariable UUID botId, @PathVariable UUID id, @RequestBody @Valid TextBody body, Caller caller)
            throws IOException {
        return bots.call(botId, caller, BotRight.EDIT, bot -> {
            Source source = sources.get(botId, id);
            return contents.replace(botId, id, Source.Type.TEXT, added.text(source, body.text()), body.version());
        });
    }

    @Operation(operationId = "getPairs", summary = "The questions and answers of a source")
    @GetMapping("/pairs")
    PairsBody pairs(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        return bots.call(botId, caller, BotRight.READ, bot -> {
            Source source = new VisibleSources(bot, caller).required(sources.get(botId, id));
            if (source.type() != Source.Type.QA) {
                throw new ApiException(ErrorCode.CONFLICT, "The source holds no questions and answers.");
            }
            return new PairsBody(pairs.read(source), source.sha256());
        });
    }

    @Operation(
            operationId = "replacePairs",
            summary = "Replace the questions and answers of a source",
            description = MEANWHILE)
    @PutMapping("/pairs")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Source replacePairs(
            @PathVariable UUID botId, @PathVariable UUID id, @RequestBody @Valid PairsBody body, Caller caller)
            throws IOException {
        return bots.call(botId, caller, BotRight.EDIT, bot -> {
            requireThere(botId, id);
            return contents.replace(botId, id, Source.Type.QA, pairs.store(body.pairs()), body.version());
        });
    }

    /** Before anything is stored. */
    private void requireThere(UUID botId, UUID id) {
        sources.get(botId, id);
    }
}
