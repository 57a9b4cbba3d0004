package ai.chatforge.document.extract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The paragraphs and tables of one slide or of the notes to it. */
final class SlideText {
    private static final int MAX_CHARACTERS = 4 << 20;
    private static final Set<String> REPEATED = Set.of("sldNum", "ftr", "dt", "hdr");

    /** A paragraph has one cell, a table's row several. */
    private record Line(List<String> cells, boolean row) {}

    private final boolean notes;
    private final List<Line> lines = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private final StringBuilder cell = new StringBuilder();
    private @Nullable List<String> row;
    private String title = "";
    private String place = "";
    private boolean inShape;
    private boolean inText;
    private boolean hidden;
    private int characters;

    private SlideText(boolean notes) {
        this.notes = notes;
    }

    SlideText() {
        this(false);
    }

    static SlideText ofNotes() {
        return new SlideText(true);
    }

    boolean isHidden() {
        return hidden;
    }

    boolean isEmpty() {
        return lines.isEmpty() && title.isEmpty();
    }

    String title() {
        return title;
    }

    void read(XMLStreamReader xml) throws XMLStreamException, IOException {
        int skipping = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (skipping > 0 || xml.getLocalName().equals("Fallback")) {
                        skipping++;
                    } else {
                        start(xml);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (skipping > 0) {
                        skipping--;
                    } else {
                        end(xml.getLocalName());
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (skipping == 0 && inText) {
                        append(xml.getText());
                    }
                }
                default -> {}
            }
        }
    }

    private void start(XMLStreamReader xml) throws IOException {
        switch (xml.getLocalName()) {
            case "sld" -> hidden = DocxBody.attribute(xml, "show").matches("0|false");
            case "sp", "graphicFrame" -> {
                inShape = true;
                place = "";
            }
            case "ph" -> place = DocxBody.attribute(xml, "type");
            case "tr" -> row = new ArrayList<>();
            case "tc" -> cell.setLength(0);
            case "p" -> paragraph.setLength(0);
            case "t" -> inText = inShape;
            case "br" -> append("\n");
            default -> {}
        }
    }

    private void end(String name) {
        switch (name) {
            case "t" -> inText = false;
            case "p" -> endParagraph();
            case "tc" -> {
                if (row != null) {
                    row.add(cell.toString());
                }
            }
            case "tr" -> {
                if (row != null) {
                    lines.add(new Line(row, true));
                }
                row = null;
            }
            case "sp", "graphicFrame" -> {
                inShape = false;
                place = "";
            }
            default -> {}
        }
    }

    private void append(String text) throws IOException {
        characters += text.length();
        if (characters > MAX_CHARACTERS) {
            throw new UnreadableException(
                    FailureCode.FILE_TOO_LARGE, "A slide holds more than 4 million characters. Split the file.");
        }
        paragraph.append(text);
    }

    private void endParagraph() {
        String text = CleanText.block(paragraph);
        paragraph.setLength(0);
        if (text.isEmpty() || REPEATED.contains(place) || (notes && !place.equals("body"))) {
            return;
        }
        if (row != null) {
            cell.append(cell.isEmpty() ? "" : "\n").append(text);
        } else if (place.equals("title") || place.equals("ctrTitle")) {
            title = (title + " " + CleanText.line(text)).strip();
        } else {
            lines.add(new Line(List.of(text), false));
        }
    }

    /** The points of a shape stand on lines in sequence; a table's first row names its columns. */
    void write(SectionWriter sections) throws IOException {
        List<String> points = new ArrayList<>();
        boolean inTable = false;
        for (Line line : lines) {
            if (!line.row()) {
                points.addAll(line.cells());
            } else {
                flush(points, sections);
                if (inTable) {
                    sections.row(line.cells());
                } else {
                    sections.headerRow(line.cells());
                }
            }
            if (inTable && !line.row()) {
                sections.endOfTable();
            }
            inTable = line.row();
        }
        flush(points, sections);
        sections.endOfTable();
    }

    private static void flush(List<String> points, SectionWriter sections) throws IOException {
        for (int from = 0; from < points.size(); from += 50) {
            sections.paragraph(points.subList(from, Math.min(points.size(), from + 50)).stream()
                    .collect(Collectors.joining("\n")));
        }
        points.clear();
    }
}
