package ai.chatforge.document.extract;

import java.io.IOException;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** What an office document says about itself. */
final class CoreProperties {
    private @Nullable String title;
    private @Nullable String author;
    private @Nullable String language;

    private CoreProperties() {}

    static CoreProperties of(ZipParts parts) throws IOException {
        CoreProperties core = new CoreProperties();
        parts.read("docProps/core.xml", core::read);
        return core;
    }

    private void read(XMLStreamReader xml) throws XMLStreamException {
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

    /** @param otherTitle for a document that has no title among its properties */
    DocumentReader.Facts facts(@Nullable String otherTitle) {
        return new DocumentReader.Facts(title == null ? otherTitle : title, author, null, language);
    }
}
