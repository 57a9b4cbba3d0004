package ai.chatforge.document.extract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** One sheet, row by row. */
final class SheetRows {
    /** Beyond it empty columns are left out: one cell at the far end is no reason for thousands of bars. */
    private static final int MAX_EMPTY_TO = 256;

    private static final int MAX_CELL = 32_767;

    private final SharedStrings strings;
    private final CellFormats formats;
    private final TableRows rows;
    private final SectionWriter sections;
    private final String name;

    private final List<String> row = new ArrayList<>();
    private final StringBuilder value = new StringBuilder();
    private boolean allText = true;
    private boolean begun;
    private int rowNumber;
    private String type = "";
    private String style = "";
    private int column;

    SheetRows(String name, SharedStrings strings, CellFormats formats, SectionWriter sections) {
        this.name = name;
        this.strings = strings;
        this.formats = formats;
        this.sections = sections;
        rows = new TableRows(sections);
    }

    void read(XMLStreamReader xml) throws XMLStreamException, IOException {
        boolean inValue = false;
        boolean hiddenRow = false;
        int pronounced = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    switch (xml.getLocalName()) {
                        case "row" -> {
                            hiddenRow = Digits.isTrue(DocxBody.attribute(xml, "hidden"));
                            beginRow(DocxBody.attribute(xml, "r"));
                        }
                        case "c" -> beginCell(xml);
                        case "rPh" -> pronounced++;
                        case "v", "t" -> inValue = pronounced == 0;
                        default -> {}
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    switch (xml.getLocalName()) {
                        case "v", "t" -> inValue = false;
                        case "rPh" -> pronounced--;
                        case "c" -> endCell();
                        case "row" -> endRow(hiddenRow);
                        default -> {}
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (inValue && value.length() < MAX_CELL) {
                        value.append(xml.getText());
                    }
                }
                default -> {}
            }
        }
    }

    private void beginRow(String number) throws IOException {
        int at = Digits.of(number, rowNumber + 1);
        if (at > rowNumber + 1) {
            rows.gap();
        }
        rowNumber = at;
        row.clear();
        allText = true;
    }

    private void beginCell(XMLStreamReader xml) {
        type = DocxBody.attribute(xml, "t");
        style = DocxBody.attribute(xml, "s");
        column = column(DocxBody.attribute(xml, "r"));
        value.setLength(0);
    }

    /** From 0; -1 when a cell does not say where it stands. */
    private static int column(String reference) {
        int column = 0;
        int i = 0;
        for (; i < reference.length() && i < 4 && isCapital(reference.charAt(i)); i++) {
            column = column * 26 + reference.charAt(i) - 'A' + 1;
        }
        return column - 1;
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private void endCell() {
        String text = value.toString();
        String shown =
                switch (type) {
                    case "s" -> strings.get(text.strip());
                    case "str", "inlineStr", "e", "d" -> text;
                    case "b" -> text.strip().equals("1") ? "TRUE" : "FALSE";
                    default -> text.isBlank() ? "" : formats.show(text.strip(), style);
                };
        if (shown.isBlank()) {
            return;
        }
        while (row.size() < column && column <= MAX_EMPTY_TO) {
            row.add("");
        }
        row.add(shown);
        allText = allText && (type.equals("s") || type.equals("str") || type.equals("inlineStr"));
    }

    private void endRow(boolean hidden) throws IOException {
        if (hidden) {
            return;
        }
        if (!begun && !row.isEmpty()) {
            begun = true;
            sections.heading(1, "Sheet: " + name);
        }
        rows.row(row, allText);
    }

    void finish() throws IOException {
        sections.endOfTable();
        sections.finish();
    }
}
