package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/** Goes over the elements in order; does not recurse, so that no nesting is too deep. */
final class HtmlWalk implements NodeFilter {
    /** Not shown, or menus and controls rather than text. */
    private static final Set<String> SKIPPED = Set.of(
            "script",
            "style",
            "template",
            "noscript",
            "head",
            "svg",
            "iframe",
            "object",
            "canvas",
            "audio",
            "video",
            "select",
            "textarea",
            "button",
            "nav",
            "datalist");

    private static final Pattern HIDDEN = Pattern.compile("(display:none|visibility:hidden)(;|!|$)");
    private static final Pattern HEADING = Pattern.compile("h[1-6]");

    private static final int OUTSIDE = -1;

    private final SectionWriter sections;
    private final StringBuilder text = new StringBuilder();

    /** The cells of the row that is being read, while inside a table of data. */
    private @Nullable List<String> row;

    /** Whether all cells of that row so far name columns. */
    private boolean named;

    /** Where the table of data begins, or -1 outside of one. */
    private int tableDepth = OUTSIDE;

    HtmlWalk(SectionWriter sections) {
        this.sections = sections;
    }

    void walk(Element body) throws IOException {
        try {
            body.filter(this);
            paragraph();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            // line ends in the source mean nothing
            text.append(words.getWholeText().replace('\n', ' '));
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element) || isHidden(element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        try {
            return enter(element, depth);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FilterResult enter(Element element, int depth) throws IOException {
        String name = element.normalName();
        if (tableDepth != OUTSIDE) {
            return enterInTable(name);
        }
        if (HEADING.matcher(name).matches()) {
            paragraph();
            sections.heading(name.charAt(1) - '0', shown(element));
            return FilterResult.SKIP_ENTIRELY;
        }
        if (name.equals("pre")) {
            paragraph();
            sections.code(Arrays.asList(element.wholeText().split("\r?\n")));
            return FilterResult.SKIP_ENTIRELY;
        }
        if (name.equals("br")) {
            text.append('\n');
        } else if (name.equals("table") && isData(element)) {
            paragraph();
            tableDepth = depth;
        } else if (element.isBlock()) {
            paragraph();
            text.append(name.equals("li") ? "- " : "");
        }
        return FilterResult.CONTINUE;
    }

    private FilterResult enterInTable(String name) {
        switch (name) {
            case "tr" -> {
                row = new ArrayList<>();
                named = true;
            }
            case "td", "th" -> text.setLength(0);
            default -> text.append(' ');
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            try {
                leave(element, depth);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return FilterResult.CONTINUE;
    }

    private void leave(Element element, int depth) throws IOException {
        String name = element.normalName();
        if (tableDepth == OUTSIDE) {
            if (element.isBlock()) {
                paragraph();
            }
            return;
        }
        switch (name) {
            case "td", "th" -> {
                named = named && name.equals("th");
                endCell();
            }
            case "tr" -> endRow();
            case "caption" -> paragraph();
            default -> text.append(' ');
        }
        if (depth == tableDepth) {
            sections.endOfTable();
            tableDepth = OUTSIDE;
            text.setLength(0);
        }
    }

    private void endCell() {
        if (row != null) {
            row.add(text.toString());
        }
        text.setLength(0);
    }

    private void endRow() throws IOException {
        if (row != null && named) {
            sections.headerRow(row);
        } else if (row != null) {
            sections.row(row);
        }
        row = null;
        text.setLength(0);
    }

    private void paragraph() throws IOException {
        if (!text.isEmpty()) {
            String paragraph = text.toString();
            text.setLength(0);
            if (!paragraph.strip().equals("-")) {
                sections.paragraph(paragraph);
            }
        }
    }

    /** A table that lays out a page holds headings or further tables. */
    private static boolean isData(Element table) {
        return table.selectFirst("table table, h1, h2, h3, h4, h5, h6") == null
                && table.select("> * > tr, > tr").size() > 0;
    }

    private static String shown(Element heading) {
        StringBuilder words = new StringBuilder();
        heading.filter((node, depth) -> {
            if (node instanceof TextNode text) {
                words.append(text.getWholeText());
            } else if (node instanceof Element element) {
                if (isHidden(element)) {
                    return FilterResult.SKIP_ENTIRELY;
                }
                words.append(element.isBlock() || element.nameIs("br") ? " " : "");
            }
            return FilterResult.CONTINUE;
        });
        // the sign of a link to the heading itself
        return words.toString().replaceAll("[\u00b6#]\\s*$", "");
    }

    private static boolean isHidden(Element element) {
        if (SKIPPED.contains(element.normalName()) || element.hasAttr("hidden")) {
            return true;
        }
        String style = element.attr("style");
        return !style.isEmpty()
                && HIDDEN.matcher(style.replaceAll("\\s+", "").toLowerCase(Locale.ROOT))
                        .find();
    }
}
