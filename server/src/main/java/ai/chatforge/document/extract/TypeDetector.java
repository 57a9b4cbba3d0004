package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.detect.Detector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/** Says by its first bytes what a file is; the name only chooses among kinds of text, and is checked. */
final class TypeDetector {
    private static final Pattern HTML_START = Pattern.compile(
            "(?is)\\A\\uFEFF?\\s*(<\\?xml[^>]*>\\s*)?(<!--.{0,4000}?-->\\s*)*<(!doctype\\s+html|html)\\b.*");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("application/rtf", "an RTF document"),
            Map.entry("application/xml", "XML"),
            Map.entry("application/gzip", "a compressed archive"),
            Map.entry("application/x-tika-msoffice", "an old Microsoft Office document"),
            Map.entry("application/postscript", "PostScript"),
            Map.entry("application/x-elf", "a program"),
            Map.entry("application/x-sharedlib", "a program"),
            Map.entry("application/x-executable", "a program"),
            Map.entry("application/x-dosexec", "a Windows program"),
            Map.entry("application/x-msdownload", "a Windows program"));

    private static final Set<DetectedType> ZIPPED =
            EnumSet.of(DetectedType.DOCX, DetectedType.PPTX, DetectedType.XLSX, DetectedType.EPUB);

    private final Detector magic = MimeTypes.getDefaultMimeTypes();

    Detection detect(Path file, String fileName) throws IOException {
        if (Files.size(file) == 0) {
            return new Detection.Refused(FailureCode.FILE_EMPTY, "The file is empty.");
        }
        byte[] head = Charsets.head(file);
        if (head.length > 3 && head[0] == 'P' && head[1] == 'K' && (head[2] == 3 || head[2] == 5)) {
            return archive(file, fileName);
        }
        String mediaType;
        try (TikaInputStream in = TikaInputStream.get(head)) {
            mediaType = magic.detect(in, new Metadata()).getBaseType().toString();
        }
        return switch (mediaType) {
            case "application/pdf" -> named(DetectedType.PDF, fileName);
            case "image/png" -> named(DetectedType.PNG, fileName);
            case "image/jpeg" -> named(DetectedType.JPEG, fileName);
            case "image/tiff" -> named(DetectedType.TIFF, fileName);
            case "application/x-tika-msoffice" -> oldOffice(file);
            default -> text(head, mediaType, fileName);
        };
    }

    private static Detection archive(Path file, String fileName) throws IOException {
        ZipLook look = ZipLook.at(file);
        if (look.type() != null) {
            return named(look.type(), fileName);
        }
        Optional<DetectedType> named = DetectedType.ofFileName(fileName);
        if (!look.readable() && named.isPresent() && ZIPPED.contains(named.get())) {
            return new Detection.Refused(
                    FailureCode.FILE_UNREADABLE, ZipParts.damaged(named.get()).sentence());
        }
        return unsupported(look.found());
    }

    private static Detection oldOffice(Path file) throws IOException {
        if (ZipLook.holdsEncryptedPackage(file)) {
            return new Detection.Refused(
                    FailureCode.FILE_ENCRYPTED,
                    "The document is protected by a password. Save a copy without the password and upload that.");
        }
        return new Detection.Refused(
                FailureCode.UNSUPPORTED_FILE_TYPE,
                "The file is a document of an old Office version (.doc, .xls, .ppt) or a message. Save it as DOCX, XLSX, PPTX or PDF"
                        + " and upload that. Accepted are " + DetectedType.ACCEPTED + ".");
    }

    private static Detection text(byte[] head, String mediaType, String fileName) {
        boolean html = mediaType.equals("text/html") || mediaType.equals("application/xhtml+xml");
        boolean wide =
                Charsets.byMark(head).isPresent() || Charsets.byZeros(head).isPresent();
        boolean mail = MailHead.begins(head);
        if (!html
                && !wide
                && !mail
                && !mediaType.equals("text/plain")
                && !mediaType.equals("application/octet-stream")
                && !mediaType.startsWith("text/")) {
            return unsupported(NAMES.getOrDefault(mediaType, mediaType));
        }
        if (!wide && looksBinary(head)) {
            return unsupported("binary data of an unknown kind");
        }
        if (mail
                && DetectedType.ofFileName(fileName)
                        .filter(DetectedType::isText)
                        .isEmpty()) {
            return named(DetectedType.EML, fileName);
        }
        DetectedType named = DetectedType.ofFileName(fileName).orElse(html ? DetectedType.HTML : DetectedType.TXT);
        if (!named.isText()) {
            return lie(named, html ? DetectedType.HTML : DetectedType.TXT);
        }
        boolean document = html
                && HTML_START
                        .matcher(new String(head, StandardCharsets.ISO_8859_1))
                        .matches();
        return document ? named(DetectedType.HTML, fileName) : new Detection.Accepted(named);
    }

    /** Control characters that no text has; an encoding of one byte a character has none of them either. */
    private static boolean looksBinary(byte[] head) {
        int control = 0;
        for (byte b : head) {
            if (b == 0) {
                return true;
            }
            control += b > 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1B ? 1 : 0;
        }
        return control * 50 > head.length;
    }

    private static Detection named(DetectedType found, String fileName) {
        Optional<DetectedType> named = DetectedType.ofFileName(fileName);
        return named.isPresent() && named.get() != found ? lie(named.get(), found) : new Detection.Accepted(found);
    }

    private static Detection lie(DetectedType named, DetectedType found) {
        return new Detection.Refused(
                FailureCode.UNSUPPORTED_FILE_TYPE,
                "The name says " + named + ", but the content is " + found + ". Give the file the extension ."
                        + found.extension() + " if that is what you meant. Accepted are " + DetectedType.ACCEPTED
                        + ".");
    }

    private static Detection unsupported(String found) {
        return new Detection.Refused(
                FailureCode.UNSUPPORTED_FILE_TYPE,
                "The file is " + found + ", which cannot be read. Accepted are " + DetectedType.ACCEPTED + ".");
    }
}
