package ai.chatforge.document;

import ai.chatforge.document.extract.DetectedType;
import ai.chatforge.document.extract.Detection;
import ai.chatforge.document.extract.ExtractionListener;
import ai.chatforge.document.extract.ExtractionResult;
import ai.chatforge.document.extract.PageLink;
import ai.chatforge.document.extract.Segment;
import ai.chatforge.document.extract.TextExtractor;
import ai.chatforge.document.web.PageFetch;
import ai.chatforge.document.web.WebAddress;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Has the text of a fetched page read by the extraction process: nothing foreign is parsed here. */
@Component
class PageReading {
    private static final int MOST_CHARACTERS = 20_000_000;

    private final VirusScan scan;
    private final TextExtractor extractor;
    private final SourceRepository sources;
    private final Path temporary;

    PageReading(VirusScan scan, TextExtractor extractor, SourceRepository sources, DataFolder folder) {
        this.scan = scan;
        this.extractor = extractor;
        this.sources = sources;
        this.temporary = folder.temporary();
    }

    /**
     * @param url where it was found
     * @param whyNot what to say when it has no segments
     */
    record PageText(
            URI url,
            Optional<URI> canonical,
            Optional<String> title,
            List<Segment> segments,
            List<URI> links,
            boolean noIndex,
            Source.Fault whyNot,
            long bytes,
            String sha256,
            PageFetch.Known known) {

        /** Numbered on from those of the pages before. */
        List<Segment> from(int first) {
            List<Segment> numbered = new ArrayList<>();
            for (Segment s : segments) {
                numbered.add(new Segment(first + numbered.size(), s.page(), s.second(), s.section(), s.text()));
            }
            return numbered;
        }
    }

    PageText read(Work work, PageFetch.Answer.Page page, String sha256) throws InterruptedException {
        Path file = store(page);
        try {
            Optional<Source.Fault> refused = scan.refusesPage(work, file);
            if (refused.isPresent()) {
                return text(page, sha256, new Heard(page.url()), Optional.empty(), refused.get());
            }
            Heard heard = new Heard(page.url());
            ExtractionResult result = result(file, page, heard);
            Source.Fault whyNot = heard.noIndex
                    ? new Source.Fault("robots_disallowed", "The page asks programs not to keep it (noindex).")
                    : new Source.Fault(
                            "no_text",
                            "The page holds no text without running its scripts."
                                    + " Copy the text and add it as a text.");
            Optional<String> title = Optional.empty();
            switch (result) {
                case ExtractionResult.Extracted done -> title = Optional.ofNullable(done.title());
                case ExtractionResult.Failed failed
                when failed.code().retryable() ->
                    throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, failed.message());
                case ExtractionResult.Failed failed -> {
                    heard.segments.clear();
                    whyNot = failed.code().code().equals("no_text")
                            ? whyNot
                            : new Source.Fault(failed.code().code(), failed.message());
                }
            }
            return text(page, sha256, heard, title, whyNot);
        } finally {
            delete(file);
        }
    }

    private static PageText text(
            PageFetch.Answer.Page page, String sha256, Heard heard, Optional<String> title, Source.Fault whyNot) {
        return new PageText(
                page.url(),
                heard.canonical(),
                title,
                heard.segments,
                heard.links(),
                heard.noIndex,
                whyNot,
                page.content().length,
                sha256,
                new PageFetch.Known(page.etag(), page.lastModified()));
    }

    private ExtractionResult result(Path file, PageFetch.Answer.Page page, Heard heard) throws InterruptedException {
        try {
            boolean markdown = page.mediaType().equals("text/markdown");
            return switch (extractor.detect(file, markdown ? "page.md" : "page")) {
                case Detection.Accepted accepted -> extractor.extract(file, type(accepted.type(), page), heard);
                case Detection.Refused refused -> new ExtractionResult.Failed(refused.code(), refused.message());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DetectedType type(DetectedType found, PageFetch.Answer.Page page) {
        boolean html = page.mediaType().equals("text/html") || page.mediaType().equals("application/xhtml+xml");
        return found == DetectedType.HTML || (html && found == DetectedType.TXT) ? DetectedType.WEB_PAGE : found;
    }

    private Path store(PageFetch.Answer.Page page) {
        try {
            Path file = Files.createTempFile(temporary, "page-", ".part");
            Files.write(file, inUtf8(page));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What only the header says about the encoding would be lost in a file. */
    private static byte[] inUtf8(PageFetch.Answer.Page page) {
        String charset = page.charset();
        try {
            if (charset == null || !page.mediaType().startsWith("text/") || charset.equalsIgnoreCase("utf-8")) {
                return page.content();
            }
            return new String(page.content(), Charset.forName(charset)).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return page.content();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void titled(Work work, String title) {
        sources.titled(work.id(), title, 0, "");
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the worker says about one page. */
    private static final class Heard implements ExtractionListener {
        private final URI url;
        private final List<Segment> segments = new ArrayList<>();
        private final List<PageLink> links = new ArrayList<>();
        private long characters;
        private boolean noIndex;

        Heard(URI url) {
            this.url = url;
        }

        @Override
        public void segment(Segment segment) {
            characters += segment.text().length();
            // What is above is left out: the rest of the page stays useful.
            if (characters <= MOST_CHARACTERS) {
                segments.add(segment);
            }
        }

        @Override
        public void link(PageLink link) {
            noIndex |= link.kind() == PageLink.Kind.NO_INDEX;
            links.add(link);
        }

        @Override
        public void progress(int done, @Nullable Integer total) {}

        private URI base() {
            return first(PageLink.Kind.BASE, url).orElse(url);
        }

        Optional<URI> canonical() {
            return first(PageLink.Kind.CANONICAL, base());
        }

        private Optional<URI> first(PageLink.Kind kind, URI from) {
            return links.stream()
                    .filter(link -> link.kind() == kind)
                    .findFirst()
                    .flatMap(link -> WebAddress.linked(from, link.href()));
        }

        List<URI> links() {
            URI base = base();
            return links.stream()
                    .filter(link -> link.kind() == PageLink.Kind.LINK)
                    .flatMap(link -> WebAddress.linked(base, link.href()).stream())
                    .toList();
        }
    }
}
