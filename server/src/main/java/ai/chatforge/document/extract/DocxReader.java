package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Word documents, read as a stream: a million paragraphs need no more memory than one. */
final class DocxReader implements DocumentReader {
    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        try (DocxPackage parts = DocxPackage.open(file)) {
            DocxStyles styles = new DocxStyles();
            parts.read(parts.sibling("styles.xml"), styles::read);
            SectionWriter sections = new SectionWriter(output);
            DocxBody body = new DocxBody(styles, sections);
            if (!parts.read(parts.mainPart(), body::read)) {
                throw DocxPackage.damaged();
            }
            parts.read(parts.sibling("footnotes.xml"), xml -> footnotes(xml, styles, sections));
            sections.finish();
            Core core = new Core();
            parts.read("docProps/core.xml", core::read);
            return new Facts(core.title == null ? body.title() : core.title, core.author, null, core.language);
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

    private static final class Core {
        private @Nullable String title;
        private @Nullable String author;
        private @Nullable String language;

        void read(XMLStreamReader xml) throws XMLStreamException {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "title" -> title = CleanText.label(xml.getElementText());
                        case "creator" -> author = xml.getElementText();
                        case "language" -> language = xml.getElementText();
                        default -> {}
                    }
                }
            }
        }
    }
}
