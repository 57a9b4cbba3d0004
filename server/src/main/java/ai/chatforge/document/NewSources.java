package ai.chatforge.document;

import ai.chatforge.document.web.TimedText;
import ai.chatforge.document.web.VideoAddress;
import ai.chatforge.document.web.WebAddress;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.storage.FolderStorage;
import ai.chatforge.user.api.Allowances;
import ai.chatforge.user.api.Entitlement;
import ai.chatforge.user.api.Limit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Adds what is described rather than uploaded: texts, pages, videos, questions and answers. */
@Service
class NewSources {
    static final String TRANSCRIPT = "text/vtt";

    private static final int PAGES = 50;
    private static final int DEPTH = 2;

    private final SourceService service;
    private final Pairs pairs;
    private final FolderStorage files;
    private final Leftovers leftovers;
    private final Allowances allowances;

    NewSources(SourceService service, Pairs pairs, FolderStorage files, Leftovers leftovers, Allowances allowances) {
        this.service = service;
        this.pairs = pairs;
        this.files = files;
        this.leftovers = leftovers;
        this.allowances = allowances;
    }

    /** @param language the bot's */
    Source add(UUID bot, SourceBody body, @Nullable String language, boolean train) throws IOException {
        body.requireOnlyItsOwn();
        return switch (body.type()) {
            case FILE ->
                throw ApiException.invalid("type", "file is for uploads: send the file as multipart/form-data");
            case TEXT -> service.add(bot, text(body), train);
            case URL -> page(bot, body, train);
            case VIDEO -> video(bot, body, language, train);
            case QA -> questions(bot, body, train);
        };
    }

    private static SourceService.Upload text(SourceBody body) {
        return text(
                SourceBody.required(body.title(), "title"), SourceBody.required(body.text(), "text"), body.isCitable());
    }

    private static SourceService.Upload text(String title, String text, boolean citable) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return new SourceService.Upload(
                Source.Type.TEXT,
                title,
                FileNames.clean(title) + ".txt",
                content.length,
                new ByteArrayInputStream(content),
                citable);
    }

    /** Other words for a text that is there. */
    Content text(Source source, String text) throws IOException {
        return service.store(text(source.title(), text, source.citable()));
    }

    /** The words of a text, as they were typed. */
    String typed(Source source) throws IOException {
        String key = Objects.requireNonNull(source.storageKey());
        if (files.isQuarantined(key)) {
            throw new ApiException(ErrorCode.CONFLICT, "The text was locked away by the virus scanner.");
        }
        return Files.readString(files.path(key), StandardCharsets.UTF_8);
    }

    private Source page(UUID bot, SourceBody body, boolean train) {
        URI url = WebAddress.typed(SourceBody.required(body.url(), "url"))
                .orElseThrow(() ->
                        ApiException.invalid("url", "must be the address of a page, such as https://example.com/help"));
        if (VideoAddress.id(url.toString()).isPresent()) {
            throw ApiException.invalid("url", "is that of a video: add it with the type video");
        }
        return service.add(
                bot,
                new NewSource(
                        Source.Type.URL,
                        body.titleOr(url.toString()),
                        url.toString(),
                        crawl(body.crawl()),
                        body.refreshOrNever(),
                        null,
                        body.isCitable(),
                        null),
                train);
    }

    private Source.Crawl crawl(SourceBody.@Nullable CrawlBody asked) {
        if (asked == null) {
            return new Source.Crawl(0, 1);
        }
        Entitlement plan = allowances.of(Tenant.required());
        int depth = limited(plan, Limit.CRAWL_DEPTH, asked.depth(), DEPTH);
        return new Source.Crawl(depth, depth == 0 ? 1 : limited(plan, Limit.PAGES_PER_SITE, asked.pages(), PAGES));
    }

    private static int limited(Entitlement plan, Limit limit, @Nullable Integer asked, int usual) {
        long most = plan.limit(limit);
        if (asked == null) {
            return (int) Math.min(most, usual);
        }
        if (asked > most) {
            throw new ApiException(
                    ErrorCode.PLAN_LIMIT_REACHED,
                    "The plan " + plan.plan() + " allows " + most + " " + limit.noun()
                            + ". Ask for fewer, or choose a larger plan.");
        }
        return asked;
    }

    private Source video(UUID bot, SourceBody body, @Nullable String language, boolean train) throws IOException {
        String typed = SourceBody.required(body.url(), "url");
        String transcript = body.transcript();
        String url = VideoAddress.id(typed).map(VideoAddress::of).orElseGet(() -> elsewhere(typed, transcript));
        service.requireRoom(bot);
        Content content = transcript == null ? null : transcript(transcript);
        NewSource source = new NewSource(
                Source.Type.VIDEO,
                body.titleOr(url),
                url,
                null,
                transcript == null ? body.refreshOrNever() : Source.Refresh.NEVER,
                body.language() == null ? language : body.language(),
                body.isCitable(),
                content);
        return service.add(bot, source, train);
    }

    /** With its transcript at hand a video may be anywhere. */
    private static String elsewhere(String typed, @Nullable String transcript) {
        if (transcript == null) {
            throw ApiException.invalid(
                    "url",
                    "must be the address of a video at YouTube; for one elsewhere, paste its transcript as well");
        }
        return WebAddress.typed(typed)
                .orElseThrow(() -> ApiException.invalid("url", "must be the address of the video"))
                .toString();
    }

    Content transcript(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        service.requireSize(content.length);
        if (TimedText.read(text).isEmpty()) {
            throw ApiException.invalid(
                    "transcript",
                    "holds no words with time stamps: paste it as VTT or SRT, with lines such as 00:01.000 -->"
                            + " 00:04.000, or as YouTube shows it, with times such as 0:01");
        }
        return Content.of(leftovers.store(new ByteArrayInputStream(content)), null, TRANSCRIPT);
    }

    private Source questions(UUID bot, SourceBody body, boolean train) throws IOException {
        String title = SourceBody.required(body.title(), "title");
        List<Pairs.Pair> asked = body.pairs();
        if (asked == null || asked.isEmpty()) {
            throw ApiException.invalid("pairs", "must hold at least one question with its answer");
        }
        service.requireRoom(bot);
        Content content = pairs.store(asked);
        boolean fits = false;
        try {
            service.requireSize(content.size());
            fits = true;
        } finally {
            if (!fits) {
                leftovers.delete(content.storageKey());
            }
        }
        return service.add(bot, NewSource.of(Source.Type.QA, title.strip(), body.isCitable(), content), train);
    }
}
