package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** HTML as a browser would show it, sectioned by its headings. */
final class HtmlReader implements DocumentReader {
    private static final Pattern DECLARED = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([\\w.:-]{1,40})");

    /** Deeper nesting carries no meaning for a reader; it is flattened. */
    static final int MAX_DEPTH = 256;

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        Document document = parse(file);
        SectionWriter sections = new SectionWriter(output);
        new HtmlWalk(sections).walk(document.body());
        sections.finish();
        Element author = document.selectFirst("meta[name=author]");
        Element html = document.selectFirst("html");
        return new Facts(
                document.title(),
                author == null ? null : author.attr("content"),
                null,
                html == null ? null : html.attr("lang"));
    }

    static Document parse(Path file) throws IOException {
        try (Reader in = Charsets.open(file, charset(file))) {
            return Parser.htmlParser().setMaxDepth(MAX_DEPTH).parseInput(in, "");
        }
    }

    /** Content that is UTF-8 from end to end is, whatever it declares; otherwise the declaration counts. */
    private static Charset charset(Path file) throws IOException {
        Charset detected = Charsets.detect(file);
        if (detected.name().startsWith("UTF-")) {
            return detected;
        }
        Matcher declared = DECLARED.matcher(new String(Charsets.head(file), StandardCharsets.ISO_8859_1));
        if (declared.find()) {
            try {
                return Charset.forName(declared.group(1));
            } catch (IllegalArgumentException e) {
                return detected;
            }
        }
        return detected;
    }
}
