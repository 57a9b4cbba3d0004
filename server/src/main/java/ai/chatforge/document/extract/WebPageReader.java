package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import net.dankito.readability4j.Readability4J;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** A page of the web: its main content under its title, and where it links to. */
final class WebPageReader implements DocumentReader {
    private static final int LINKS = 3_000;
    private static final int LONGEST_LINK = 2_000;
    /** What is found must be at least this part of all text on the page, beside menus and the like. */
    private static final double ENOUGH = 0.4;

    private static final String AROUND = "header, footer, aside, nav, form, dialog, [role=navigation], [role=banner],"
            + " [role=contentinfo], [role=search], [aria-hidden=true], [class*=cookie], [id*=cookie], [class*=breadcrumb]";

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        Document page = HtmlReader.parse(file);
        links(page, output);
        String language = page.select("html").attr("lang");
        String title = title(page);
        Element content = content(page);
        Element first = content.selectFirst("h1");
        if (first != null && isTitle(first.text(), title)) {
            title = first.text();
            first.remove();
        }
        SectionWriter sections = new SectionWriter(output);
        if (title != null && !content.text().isBlank()) {
            sections.heading(0, title);
        }
        new HtmlWalk(sections).walk(content);
        sections.finish();
        return new Facts(title, null, null, language);
    }

    private static void links(Document page, TextOutput output) throws IOException {
        if (page.selectFirst("meta[name~=(?i)^(robots|chatforge)$][content~=(?i)\\b(noindex|none)\\b]") != null) {
            output.link(new PageLink(PageLink.Kind.NO_INDEX, ""));
        }
        link(page.selectFirst("base[href]"), PageLink.Kind.BASE, output);
        link(page.selectFirst("link[rel=canonical][href]"), PageLink.Kind.CANONICAL, output);
        if (page.selectFirst("meta[name~=(?i)^(robots|chatforge)$][content~=(?i)\\b(nofollow|none)\\b]") != null) {
            return;
        }
        int count = 0;
        for (Element link : page.select("a[href]")) {
            if (link.attr("rel").toLowerCase(Locale.ROOT).contains("nofollow")) {
                continue;
            }
            link(link, PageLink.Kind.LINK, output);
            if (++count == LINKS) {
                return;
            }
        }
    }

    private static void link(@Nullable Element element, PageLink.Kind kind, TextOutput output) throws IOException {
        String href = element == null ? "" : element.attr("href").strip();
        if (!href.isEmpty() && href.length() <= LONGEST_LINK) {
            output.link(new PageLink(kind, href));
        }
    }

    private static @Nullable String title(Document page) {
        String open = page.select("meta[property=og:title]").attr("content").strip();
        String title = open.isEmpty() ? page.title().strip() : open;
        return CleanText.label(title);
    }

    /** Sites write their own name behind a page's. */
    private static boolean isTitle(String heading, @Nullable String title) {
        return title == null || title.toLowerCase(Locale.ROOT).startsWith(heading.toLowerCase(Locale.ROOT));
    }

    private static Element content(Document page) {
        Document rest = page.clone();
        rest.select(AROUND).remove();
        Element body = rest.body();
        Element main = rest.select("main, [role=main]").size() == 1 ? rest.selectFirst("main, [role=main]") : body;
        Element whole = main == null || main.text().isBlank() ? body : main;
        Element found = new Readability4J("http://page.invalid/", page).parse().getArticleContent();
        // Lists, tables and short pages are no articles: there everything counts that is not around the content.
        return found == null || found.text().length() < ENOUGH * whole.text().length() ? whole : found;
    }
}
