package ai.chatforge.document.extract;

import java.io.FilterInputStream;
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
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The zip archive that a DOCX is: opens the few parts that hold text, with a bound on what they unpack to. */
final class DocxPackage implements AutoCloseable {
    /** A part that grows more than this, past a size that a document may well have, was made to exhaust memory or time. */
    private static final int MAX_RATIO = 200;

    private static final long RATIO_FREE = 32L << 20;
    private static final long MAX_PART = 1L << 30;
    private static final int MAX_CONTENT_TYPES = 1 << 20;

    private static final Pattern MAIN_PART = Pattern.compile(
            "<[^<>]*\\bContentType\\s*=\\s*[\"'][^\"'<>]*wordprocessingml\\.document\\.main\\+xml[\"'][^<>]*>");
    private static final Pattern PART_NAME = Pattern.compile("\\bPartName\\s*=\\s*[\"']/?([^\"'<>]+)[\"']");

    private static final XMLInputFactory XML = xml();

    private final ZipFile zip;
    private final String mainPart;

    private DocxPackage(ZipFile zip, String mainPart) {
        this.zip = zip;
        this.mainPart = mainPart;
    }

    @FunctionalInterface
    interface PartReader {
        void read(XMLStreamReader xml) throws XMLStreamException, IOException;
    }

    static DocxPackage open(Path file) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw damaged();
        }
        try {
            return new DocxPackage(zip, mainPart(zip).orElseThrow(DocxPackage::damaged));
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** The part with the document's text, if this is a Word document at all. */
    static Optional<String> mainPart(ZipFile zip) throws IOException {
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
        Matcher override = MAIN_PART.matcher(xml);
        while (override.find()) {
            Matcher name = PART_NAME.matcher(override.group());
            if (name.find() && zip.getEntry(name.group(1)) != null) {
                return Optional.of(name.group(1));
            }
        }
        return Optional.empty();
    }

    static UnreadableException damaged() {
        return new UnreadableException(
                FailureCode.FILE_UNREADABLE,
                "The DOCX file is damaged. Open it in a word processor, save it again and upload the new file.");
    }

    String mainPart() {
        return mainPart;
    }

    /** The name of a part in the main part's folder. */
    String sibling(String name) {
        return mainPart.substring(0, mainPart.lastIndexOf('/') + 1) + name;
    }

    /** False when there is no such part. */
    boolean read(String name, PartReader reader) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || entry.isDirectory()) {
            return false;
        }
        try (InputStream in = new Bounded(zip.getInputStream(entry), entry.getCompressedSize())) {
            XMLStreamReader xml = XML.createXMLStreamReader(in);
            reader.read(xml);
            return true;
        } catch (XMLStreamException e) {
            throw cause(e);
        } catch (ZipException e) {
            throw damaged();
        }
    }

    private static IOException cause(XMLStreamException e) {
        for (Throwable cause = e.getNestedException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableException || cause instanceof WireException) {
                return (IOException) cause;
            }
        }
        return damaged();
    }

    private static XMLInputFactory xml() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // Word writes no document type; without one there are no entities, inside or outside
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("outside entity");
        });
        return factory;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static final class Bounded extends FilterInputStream {
        private final long bound;
        private long read;

        Bounded(InputStream in, long compressed) {
            super(in);
            bound = Math.min(MAX_PART, Math.max(RATIO_FREE, compressed * MAX_RATIO));
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            count(count);
            return count;
        }

        private void count(int count) throws UnreadableException {
            read += Math.max(0, count);
            if (read > bound) {
                throw new UnreadableException(
                        FailureCode.FILE_TOO_LARGE,
                        "The DOCX file unpacks to far more than its size, as files made to do harm do. "
                                + "If it is a genuine document, split it or upload it as PDF.");
            }
        }
    }
}
