package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What a zip archive holds, by its directory alone.
 *
 * @param type null for what cannot be read
 * @param found what it is then, as words
 */
record ZipLook(boolean readable, @Nullable DetectedType type, String found) {
    private static final int MAX_ENTRIES = 20_000;
    private static final long MAX_DIRECTORY = 8L << 20;
    private static final int END_RECORD = 22;
    private static final int MAX_COMMENT = 0xFFFF;

    private static final List<DetectedType> OFFICE = List.of(DetectedType.DOCX, DetectedType.PPTX, DetectedType.XLSX);

    private static final ZipLook DAMAGED = new ZipLook(false, null, "a damaged ZIP archive");

    static ZipLook at(Path file) throws IOException {
        if (!directoryIsModest(file)) {
            return DAMAGED;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (DetectedType type : OFFICE) {
                if (OfficePackage.mainPart(zip, type).isPresent()) {
                    return new ZipLook(true, type, "");
                }
            }
            return EpubReader.isBook(zip)
                    ? new ZipLook(true, DetectedType.EPUB, "")
                    : new ZipLook(true, null, kind(zip));
        } catch (ZipException | IllegalArgumentException e) {
            return DAMAGED;
        }
    }

    private static String kind(ZipFile zip) {
        if (zip.getEntry("xl/workbook.xml") != null || zip.getEntry("xl/workbook.bin") != null) {
            return "an Excel workbook with macros, in binary form, or a template";
        }
        if (zip.getEntry("ppt/presentation.xml") != null) {
            return "a PowerPoint presentation with macros or a template";
        }
        if (zip.getEntry("word/document.xml") != null) {
            return "a Word document with macros or a template";
        }
        if (zip.getEntry("content.xml") != null && zip.getEntry("mimetype") != null) {
            return "an OpenDocument file";
        }
        return zip.getEntry("META-INF/MANIFEST.MF") != null ? "a Java archive" : "a ZIP archive";
    }

    /** The JDK reads the whole directory into memory; a crafted one would fill the server's. */
    private static boolean directoryIsModest(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(in.length(), END_RECORD + MAX_COMMENT);
            byte[] tail = new byte[length];
            in.seek(in.length() - length);
            in.readFully(tail);
            ByteBuffer buffer = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = length - END_RECORD; at >= 0; at--) {
                if (buffer.getInt(at) == 0x06054b50) {
                    return (buffer.getShort(at + 10) & 0xFFFF) <= MAX_ENTRIES
                            && (buffer.getInt(at + 12) & 0xFFFFFFFFL) <= MAX_DIRECTORY;
                }
            }
            return false;
        }
    }

    /** A password-protected DOCX is an old-style container with one stream of this name. */
    static boolean holdsEncryptedPackage(Path file) throws IOException {
        String name = new String("EncryptedPackage".getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] part = new byte[1 << 20];
            // directory sectors stand near the beginning or the end
            for (long at : new long[] {0, Math.max(0, in.length() - part.length)}) {
                in.seek(at);
                int length = Math.max(0, in.read(part));
                if (new String(part, 0, length, StandardCharsets.ISO_8859_1).contains(name)) {
                    return true;
                }
            }
            return false;
        }
    }
}
