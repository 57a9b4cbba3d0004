package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLStreamReader;

/** The zip archive that a DOCX, PPTX or XLSX is, and the part that it begins with. */
final class OfficePackage implements AutoCloseable {
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    private static final int MAX_CONTENT_TYPES = 1 << 20;

    private static final Pattern PART_NAME = Pattern.compile("\\bPartName\\s*=\\s*[\"']/?([^\"'<>]+)[\"']");

    private final ZipParts parts;
    private final String mainPart;

    private OfficePackage(ZipParts parts, String mainPart) {
        this.parts = parts;
        this.mainPart = mainPart;
    }

    static OfficePackage open(Path file, DetectedType type) throws IOException {
        ZipParts parts = ZipParts.open(file, type);
        try {
            return new OfficePackage(parts, mainPart(parts.zip(), type).orElseThrow(parts::damaged));
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** The part with the document's text, if this is a document of that kind at all. */
    static Optional<String> mainPart(ZipFile zip, DetectedType type) throws IOException {
        ZipEntry types = zip.getEntry("[Content_Types].xml");
        if (types == null) {
            return Optional.empty();
        }
        String xml;
        try (InputStream in = zip.getInputStream(types)) {
            xml = new String(in.readNBytes(MAX_CONTENT_TYPES), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            return Optional.empty();
        }
        Matcher override = mainType(type).matcher(xml);
        while (override.find()) {
            Matcher name = PART_NAME.matcher(override.group());
            if (name.find() && zip.getEntry(name.group(1)) != null) {
                return Optional.of(name.group(1));
            }
        }
        return Optional.empty();
    }

    private static Pattern mainType(DetectedType type) {
        String name =
                switch (type) {
                    case PPTX -> "presentationml\\.(?:presentation|slideshow)";
                    case XLSX -> "spreadsheetml\\.sheet";
                    default -> "wordprocessingml\\.document";
                };
        return Pattern.compile("<[^<>]*\\bContentType\\s*=\\s*[\"'][^\"'<>]*" + name + "\\.main\\+xml[\"'][^<>]*>");
    }

    UnreadableException damaged() {
        return parts.damaged();
    }

    String mainPart() {
        return mainPart;
    }

    ZipParts parts() {
        return parts;
    }

    /** The id by which an element names another part, empty without one. */
    static String relation(XMLStreamReader xml) {
        String id = xml.getAttributeValue(RELATIONS, "id");
        id = id == null ? xml.getAttributeValue(STRICT_RELATIONS, "id") : id;
        return id == null ? "" : id;
    }

    /** The name of a part in the main part's folder. */
    String sibling(String name) {
        return mainPart.substring(0, mainPart.lastIndexOf('/') + 1) + name;
    }

    /** False when there is no such part. */
    boolean read(String name, ZipParts.PartReader reader) throws IOException {
        return parts.read(name, reader);
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
