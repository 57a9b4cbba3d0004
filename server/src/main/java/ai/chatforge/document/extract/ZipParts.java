package ai.chatforge.document.extract;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/** A document that is a zip archive: opens the parts that hold text, with bounds on what they unpack to. */
final class ZipParts implements AutoCloseable {
    /** What grows more than this, past a size that a document may well have, was made to exhaust memory or time. */
    private static final int MAX_RATIO = 200;

    private static final long RATIO_FREE = 32L << 20;
    private static final long MAX_PART = 1L << 30;
    private static final long MAX_ALL = 2L << 30;

    private static final XMLInputFactory XML = xml();

    private final ZipFile zip;
    private final DetectedType type;
    private final long bound;
    private long unpacked;

    private ZipParts(ZipFile zip, DetectedType type, long size) {
        this.zip = zip;
        this.type = type;
        bound = Math.min(MAX_ALL, Math.max(2 * RATIO_FREE, size * MAX_RATIO));
    }

    @FunctionalInterface
    interface PartReader {
        void read(XMLStreamReader xml) throws XMLStreamException, IOException;
    }

    static ZipParts open(Path file, DetectedType type) throws IOException {
        try {
            return new ZipParts(new ZipFile(file.toFile()), type, Files.size(file));
        } catch (ZipException e) {
            throw damaged(type);
        }
    }

    static UnreadableException damaged(DetectedType type) {
        return new UnreadableException(
                FailureCode.FILE_UNREADABLE,
                "The " + type + " file is damaged. Open it in its program, save it again and upload the new file.");
    }

    UnreadableException damaged() {
        return damaged(type);
    }

    ZipFile zip() {
        return zip;
    }

    boolean has(String name) {
        ZipEntry entry = zip.getEntry(name);
        return entry != null && !entry.isDirectory();
    }

    /** False when there is no such part. */
    boolean read(String name, PartReader reader) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || entry.isDirectory()) {
            return false;
        }
        try (InputStream in = open(entry)) {
            reader.read(new NoDocumentType(XML.createXMLStreamReader(in)));
            return true;
        } catch (XMLStreamException e) {
            throw cause(e);
        } catch (ZipException e) {
            throw damaged();
        }
    }

    /** A part that is small in every honest document. */
    Optional<byte[]> bytes(String name, int most) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || entry.isDirectory()) {
            return Optional.empty();
        }
        try (InputStream in = open(entry)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw tooLarge();
            }
            return Optional.of(bytes);
        } catch (ZipException e) {
            throw damaged();
        }
    }

    private InputStream open(ZipEntry entry) throws IOException {
        return new Bounded(zip.getInputStream(entry), entry.getCompressedSize());
    }

    /** Where the parts lie that a part names by an id; those outside of the archive are left out. */
    record Relation(String type, String target) {}

    Map<String, Relation> relations(String part) throws IOException {
        String folder = part.substring(0, part.lastIndexOf('/') + 1);
        Map<String, Relation> relations = new HashMap<>();
        read(folder + "_rels/" + part.substring(folder.length()) + ".rels", xml -> {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("Relationship")
                        && !DocxBody.attribute(xml, "TargetMode").equals("External")) {
                    String type = DocxBody.attribute(xml, "Type");
                    relations.put(
                            DocxBody.attribute(xml, "Id"),
                            new Relation(
                                    type.substring(type.lastIndexOf('/') + 1),
                                    resolve(folder, DocxBody.attribute(xml, "Target"))));
                }
            }
        });
        return relations;
    }

    /** A name within the archive; steps out of it lead to its top, as in a browser. */
    static String resolve(String folder, String target) {
        String path = target.startsWith("/") ? target : folder + target;
        Deque<String> steps = new ArrayDeque<>();
        for (String step : path.split("/", -1)) {
            if (step.equals("..")) {
                steps.pollLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.addLast(step);
            }
        }
        return String.join("/", steps);
    }

    private IOException cause(XMLStreamException e) {
        for (Throwable cause = e.getNestedException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableException || cause instanceof WireException) {
                return (IOException) cause;
            }
        }
        return damaged();
    }

    private UnreadableException tooLarge() {
        return new UnreadableException(
                FailureCode.FILE_TOO_LARGE,
                "The " + type + " file unpacks to far more than its size, as files made to do harm do. "
                        + "If it is a genuine document, split it or upload it as PDF.");
    }

    private static XMLInputFactory xml() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // office programs write no document type; without one there are no entities, inside or outside
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

    private static final class NoDocumentType extends StreamReaderDelegate {
        NoDocumentType(XMLStreamReader xml) {
            super(xml);
        }

        @Override
        public int next() throws XMLStreamException {
            int event = super.next();
            if (event == XMLStreamConstants.DTD) {
                throw new XMLStreamException("document type");
            }
            return event;
        }
    }

    private final class Bounded extends FilterInputStream {
        private final long boundOfPart;
        private long read;

        Bounded(InputStream in, long compressed) {
            super(in);
            boundOfPart = Math.min(MAX_PART, Math.max(RATIO_FREE, compressed * MAX_RATIO));
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
            unpacked += Math.max(0, count);
            if (read > boundOfPart || unpacked > bound) {
                throw tooLarge();
            }
        }
    }
}
