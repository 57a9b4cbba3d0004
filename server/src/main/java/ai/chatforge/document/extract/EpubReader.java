package ai.chatforge.document.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** E-books: the chapters in the order of reading, called as the table of contents calls them. */
final class EpubReader implements DocumentReader {
    private static final String CONTAINER = "META-INF/container.xml";
    private static final String MEDIA_TYPE = "application/epub+zip";
    private static final int MAX_PART = 8 << 20;
    private static final int MAX_CHAPTERS = 20_000;

    /** One part of the book; the name is what the archive calls it. */
    private record Item(String name, String mediaType, String properties) {}

    static boolean isBook(ZipFile zip) throws IOException {
        ZipEntry type = zip.getEntry("mimetype");
        if (type == null || zip.getEntry(CONTAINER) == null) {
            return false;
        }
        try (InputStream in = zip.getInputStream(type)) {
            return new String(in.readNBytes(64), StandardCharsets.US_ASCII)
                    .strip()
                    .startsWith(MEDIA_TYPE);
        } catch (ZipException e) {
            return false;
        }
    }

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        try (ZipParts parts = ZipParts.open(file, DetectedType.EPUB)) {
            refuseLocked(parts);
            Element container = xml(parts, CONTAINER).orElseThrow(parts::damaged);
            Element root = Optional.ofNullable(first(container, "rootfile")).orElseThrow(parts::damaged);
            String packageName = ZipParts.resolve("", root.attr("full-path"));
            Element book = xml(parts, packageName).orElseThrow(parts::damaged);
            String folder = packageName.substring(0, packageName.lastIndexOf('/') + 1);
            Map<String, Item> items = items(book, folder);
            SectionWriter sections = new SectionWriter(output);
            chapters(parts, book, items, sections);
            return new Facts(text(book, "title"), text(book, "creator"), null, text(book, "language"));
        }
    }

    /** Fonts may be scrambled in any book; where text is, only the seller's program opens it. */
    private static void refuseLocked(ZipParts parts) throws IOException {
        Optional<Element> encryption = xml(parts, "META-INF/encryption.xml");
        if (encryption.isPresent()
                && all(encryption.get(), "CipherReference").stream()
                        .anyMatch(part -> part.attr("URI").matches("(?i).*\\.(x?html?|xml|ncx)"))) {
            throw new UnreadableException(
                    FailureCode.FILE_ENCRYPTED,
                    "The e-book is protected against copying and cannot be read. Upload a copy without protection.");
        }
    }

    private static Map<String, Item> items(Element book, String folder) {
        Map<String, Item> items = new HashMap<>();
        for (Element item : all(book, "item")) {
            items.put(
                    item.attr("id"),
                    new Item(place(folder, item.attr("href")), item.attr("media-type"), item.attr("properties")));
        }
        return items;
    }

    private static void chapters(ZipParts parts, Element book, Map<String, Item> items, SectionWriter sections)
            throws IOException {
        Map<String, String> titles = titles(parts, book, items);
        List<Element> spine = all(book, "itemref");
        if (spine.size() > MAX_CHAPTERS) {
            throw new UnreadableException(
                    FailureCode.FILE_TOO_LARGE,
                    "The e-book has more than %,d chapters. Split it.".formatted(MAX_CHAPTERS));
        }
        for (Element reference : spine) {
            Item item = items.get(reference.attr("idref"));
            if (item != null
                    && item.mediaType().contains("html")
                    && !item.properties().contains("nav")) {
                Optional<byte[]> bytes = parts.bytes(item.name(), MAX_PART);
                if (bytes.isPresent()) {
                    chapter(bytes.get(), titles.get(item.name()), sections);
                }
            }
        }
        sections.finish();
    }

    private static void chapter(byte[] bytes, @Nullable String title, SectionWriter sections) throws IOException {
        Document chapter = Jsoup.parse(
                new ByteArrayInputStream(bytes), null, "", Parser.htmlParser().setMaxDepth(HtmlReader.MAX_DEPTH));
        if (title != null) {
            sections.restart();
            sections.heading(0, title);
            Element heading = chapter.selectFirst("h1, h2, h3");
            if (heading != null && title.equalsIgnoreCase(CleanText.label(heading.text()))) {
                heading.remove();
            }
        }
        new HtmlWalk(sections).walk(chapter.body());
    }

    /** What the table of contents calls each part: the new form of it, or the one before. */
    private static Map<String, String> titles(ZipParts parts, Element book, Map<String, Item> items)
            throws IOException {
        Map<String, String> titles = new HashMap<>();
        for (Item item : items.values()) {
            if (item.properties().contains("nav")) {
                Optional<Element> page = xml(parts, item.name());
                for (Element nav : page.map(p -> all(p, "nav")).orElse(List.of())) {
                    String kind = nav.attr("epub:type");
                    if (kind.isEmpty() || kind.equals("toc")) {
                        all(nav, "a").forEach(a -> title(titles, item.name(), a.attr("href"), a.text()));
                    }
                }
            }
        }
        Element spine = first(book, "spine");
        Item old = spine == null ? null : items.get(spine.attr("toc"));
        if (titles.isEmpty() && old != null) {
            for (Element point :
                    xml(parts, old.name()).map(ncx -> all(ncx, "navPoint")).orElse(List.of())) {
                Element content = first(point, "content");
                Element label = first(point, "text");
                if (content != null && label != null) {
                    title(titles, old.name(), content.attr("src"), label.text());
                }
            }
        }
        return titles;
    }

    private static void title(Map<String, String> titles, String from, String href, String raw) {
        String title = CleanText.label(raw);
        // a place inside a part says nothing about its beginning
        String part = href.replaceFirst("#.*", "");
        if (title != null && !part.isEmpty()) {
            titles.putIfAbsent(place(from.substring(0, from.lastIndexOf('/') + 1), part), title);
        }
    }

    private static String place(String folder, String href) {
        try {
            return ZipParts.resolve(folder, URLDecoder.decode(href.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return ZipParts.resolve(folder, href);
        }
    }

    /** The parser knows no document types and no entities but the usual. */
    private static Optional<Element> xml(ZipParts parts, String name) throws IOException {
        Optional<byte[]> bytes = parts.bytes(name, MAX_PART);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Jsoup.parse(
                new ByteArrayInputStream(bytes.get()),
                null,
                "",
                Parser.xmlParser().setMaxDepth(HtmlReader.MAX_DEPTH)));
    }

    private static List<Element> all(Element parent, String name) {
        return parent.getAllElements().stream()
                .filter(element -> local(element).equals(name))
                .toList();
    }

    private static @Nullable Element first(Element parent, String name) {
        return all(parent, name).stream().findFirst().orElse(null);
    }

    private static @Nullable String text(Element parent, String name) {
        Element element = first(parent, name);
        return element == null ? null : element.text();
    }

    /** Without the prefix, which each book may choose. */
    private static String local(Element element) {
        String name = element.tagName();
        return name.substring(name.indexOf(':') + 1);
    }
}
