package ai.chatforge.document.extract;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The paragraphs and tables of a Word document's part, in order. */
class DocxBody {
    /** Deleted or moved away text, field codes, and the second version of what older programs cannot show. */
    private static final Set<String> SKIPPED =
            Set.of("Fallback", "del", "moveFrom", "instrText", "delText", "pPrChange", "rPrChange", "sectPr");

    private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static final String STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    private static final int HELD = 64_000;

    private static final class Paragraph {
        private final StringBuilder text = new StringBuilder();
        private String style = "";
        private @Nullable Integer outline;
        private @Nullable Boolean list;
    }

    private static final class Table {
        private final List<String> row = new ArrayList<>();
        private final StringBuilder cell = new StringBuilder();
        private int held;
        private boolean titles;
    }

    private final DocxStyles styles;
    private final SectionWriter sections;
    private final Deque<Paragraph> paragraphs = new ArrayDeque<>();
    private final Deque<Table> tables = new ArrayDeque<>();
    private boolean inRun;
    private boolean inText;
    private boolean hidden;
    private @Nullable String title;

    DocxBody(DocxStyles styles, SectionWriter sections) {
        this.styles = styles;
        this.sections = sections;
    }

    /** The first paragraph in the style for titles. */
    @Nullable
    String title() {
        return title;
    }

    void read(XMLStreamReader xml) throws XMLStreamException, IOException {
        int skipping = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (skipping > 0 || SKIPPED.contains(xml.getLocalName())) {
                        skipping++;
                    } else if (isWord(xml)) {
                        start(xml);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (skipping > 0) {
                        skipping--;
                    } else if (isWord(xml)) {
                        end(xml.getLocalName());
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (skipping == 0 && inText && !hidden) {
                        append(xml.getText());
                    }
                }
                default -> {}
            }
        }
    }

    /** Drawings and formulas have elements of the same names in other namespaces. */
    private static boolean isWord(XMLStreamReader xml) {
        String namespace = xml.getNamespaceURI();
        return WORD.equals(namespace) || STRICT_WORD.equals(namespace);
    }

    private void start(XMLStreamReader xml) throws IOException {
        switch (xml.getLocalName()) {
            case "p" -> paragraphs.push(new Paragraph());
            case "r" -> {
                inRun = true;
                hidden = false;
            }
            case "t" -> inText = inRun;
            case "vanish", "webHidden" -> hidden = hidden || (inRun && isOn(xml));
            case "tab" -> mark("\t");
            case "br", "cr" -> mark("\n");
            case "noBreakHyphen" -> mark("-");
            case "tbl" -> tables.push(new Table());
            case "tblHeader" -> titles(isOn(xml));
            default -> property(xml);
        }
    }

    private void titles(boolean on) {
        Table table = tables.peek();
        if (table != null) {
            table.titles = on;
        }
    }

    private void property(XMLStreamReader xml) {
        Paragraph paragraph = paragraphs.peek();
        if (paragraph == null) {
            return;
        }
        switch (xml.getLocalName()) {
            case "pStyle" -> paragraph.style = attribute(xml, "val");
            case "outlineLvl" -> paragraph.outline = number(xml);
            case "numId" -> paragraph.list = !attribute(xml, "val").equals("0");
            default -> {}
        }
    }

    private void end(String name) throws IOException {
        switch (name) {
            case "p" -> endParagraph();
            case "r" -> {
                inRun = false;
                hidden = false;
            }
            case "t" -> inText = false;
            case "tc" -> endCell();
            case "tr" -> endRow();
            case "tbl" -> endTable();
            default -> {}
        }
    }

    private void mark(String mark) throws IOException {
        if (inRun && !hidden) {
            append(mark);
        }
    }

    private void append(String text) throws IOException {
        Paragraph paragraph = paragraphs.peek();
        if (paragraph != null) {
            paragraph.text.append(text);
            if (paragraph.text.length() > HELD) {
                put(paragraph.text.toString(), null);
                paragraph.text.setLength(0);
            }
        }
    }

    private void endParagraph() throws IOException {
        Paragraph paragraph = paragraphs.poll();
        if (paragraph == null || styles.isContents(paragraph.style)) {
            return;
        }
        String text = paragraph.text.toString();
        if (title == null && styles.isTitle(paragraph.style)) {
            title = CleanText.label(text);
        }
        Integer level = paragraph.outline == null ? styles.headingLevel(paragraph.style) : headingOf(paragraph.outline);
        boolean list = paragraph.list == null ? styles.isList(paragraph.style) : paragraph.list;
        put(level == null && list && !text.isBlank() ? "- " + text : text, level);
    }

    private static @Nullable Integer headingOf(int outline) {
        return outline < 9 ? outline + 1 : null;
    }

    private void put(String text, @Nullable Integer headingLevel) throws IOException {
        Table table = tables.peek();
        if (table == null) {
            emit(text, headingLevel);
            return;
        }
        if (text.isBlank()) {
            return;
        }
        table.cell.append(table.cell.isEmpty() ? "" : "\n\n").append(text);
        if (table.held + table.cell.length() > HELD) {
            endCell();
            endRow();
        }
    }

    void emit(String text, @Nullable Integer headingLevel) throws IOException {
        if (headingLevel == null) {
            sections.paragraph(text);
        } else {
            sections.heading(headingLevel, text);
        }
    }

    private void endCell() {
        Table table = tables.peek();
        if (table != null) {
            table.row.add(table.cell.toString());
            table.held += table.cell.length() + 1;
            table.cell.setLength(0);
        }
    }

    private void endRow() throws IOException {
        Table table = tables.poll();
        if (table == null) {
            return;
        }
        if (!tables.isEmpty()) {
            // a table inside a cell is text of that cell
            put(table.row.stream().filter(cell -> !cell.isBlank()).collect(Collectors.joining(", ")), null);
        } else if (table.row.size() == 1) {
            emit(table.row.getFirst(), null);
        } else if (table.titles) {
            sections.headerRow(table.row);
        } else {
            sections.row(table.row);
        }
        table.titles = false;
        table.row.clear();
        table.held = 0;
        tables.push(table);
    }

    private void endTable() {
        tables.poll();
        if (tables.isEmpty()) {
            sections.endOfTable();
        }
    }

    private static boolean isOn(XMLStreamReader xml) {
        String value = attribute(xml, "val");
        return !value.equals("0") && !value.equals("false") && !value.equals("off");
    }

    static String attribute(XMLStreamReader xml, String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return "";
    }

    /** The level of an outline, 9 (body text) when it makes no sense. */
    static int number(XMLStreamReader xml) {
        String value = attribute(xml, "val");
        return value.matches("[0-8]") ? Integer.parseInt(value) : 9;
    }
}
