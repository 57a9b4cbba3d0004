package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Word documents, read as a stream: a million paragraphs need no more memory than one. */
final class DocxReader implements DocumentReader {
    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        try (OfficePackage parts = OfficePackage.open(file, DetectedType.DOCX)) {
            DocxStyles styles = new DocxStyles();
            parts.read(parts.sibling("styles.xml"), styles::read);
            SectionWriter sections = new SectionWriter(output);
            DocxBody body = new DocxBody(styles, sections);
            if (!parts.read(parts.mainPart(), body::read)) {
                throw parts.damaged();
            }
            parts.read(parts.sibling("footnotes.xml"), xml -> footnotes(xml, styles, sections));
            sections.finish();
            CoreProperties core = CoreProperties.of(parts.parts());
            return core.facts(body.title());
        }
    }

    /** Notes form a section at the end; a document without any has two empty ones, the separators. */
    private static void footnotes(XMLStreamReader xml, DocxStyles styles, SectionWriter sections)
            throws XMLStreamException, IOException {
        List<String> held = new ArrayList<>();
        DocxBody notes = new DocxBody(styles, sections) {
            @Override
            void emit(String text, @Nullable Integer headingLevel) throws IOException {
                if (!text.isBlank()) {
                    if (held.isEmpty()) {
                        held.add("");
                        sections.heading(1, "Footnotes");
                    }
                    super.emit(text, null);
                }
            }
        };
        notes.read(xml);
    }
}
