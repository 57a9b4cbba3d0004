package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Workbooks, read as a stream: each sheet that is shown becomes a table, its cells as they look. */
final class XlsxReader implements DocumentReader {
    private record Sheet(String name, String relation) {}

    private static final class Book {
        private final List<Sheet> sheets = new ArrayList<>();
        private boolean since1904;

        void read(XMLStreamReader xml) throws XMLStreamException {
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                if (xml.getLocalName().equals("workbookPr")) {
                    since1904 = Digits.isTrue(DocxBody.attribute(xml, "date1904"));
                } else if (xml.getLocalName().equals("sheet")
                        && !DocxBody.attribute(xml, "state")
                                .toLowerCase(Locale.ROOT)
                                .contains("hidden")) {
                    sheets.add(new Sheet(DocxBody.attribute(xml, "name"), OfficePackage.relation(xml)));
                }
            }
        }
    }

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        try (OfficePackage office = OfficePackage.open(file, DetectedType.XLSX)) {
            Book book = new Book();
            office.read(office.mainPart(), book::read);
            CellFormats formats = new CellFormats(book.since1904);
            office.read(office.sibling("styles.xml"), formats::read);
            SharedStrings strings = new SharedStrings();
            office.read(office.sibling("sharedStrings.xml"), strings::read);
            SectionWriter sections = new SectionWriter(output);
            Map<String, ZipParts.Relation> relations = office.parts().relations(office.mainPart());
            for (Sheet sheet : book.sheets) {
                ZipParts.Relation part = relations.get(sheet.relation());
                if (part != null && part.type().equals("worksheet")) {
                    sections.restart();
                    SheetRows rows = new SheetRows(sheet.name(), strings, formats, sections);
                    office.read(part.target(), rows::read);
                    rows.finish();
                }
            }
            return CoreProperties.of(office.parts()).facts(null);
        }
    }
}
