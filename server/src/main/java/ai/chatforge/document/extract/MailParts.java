package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.field.ContentDispositionFieldLenientImpl;
import org.apache.james.mime4j.field.ContentTypeFieldLenientImpl;
import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;

/** Gathers what an e-mail holds, within bounds; attachments go to files that are gone afterwards. */
final class MailParts extends AbstractContentHandler implements AutoCloseable {
    private static final int MAX_TEXT = 8 << 20;
    private static final int MAX_ATTACHMENT = 32 << 20;
    private static final int MAX_READ = 20;
    private static final int MAX_NAMED = 200;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_LETTERS = 100;
    private static final int MAX_FIELD = 20_000;

    /** @param alternatives the same number for versions of one text; 0 for a text that stands alone */
    record Body(boolean html, String text, int alternatives) {}

    /** @param file null when it is only named */
    record Attachment(String name, @Nullable Path file) {}

    static final class Letter {
        private static final List<String> SHOWN = List.of("From", "To", "Cc", "Date", "Subject");
        private final Map<String, String> headers = new HashMap<>();
        private final List<Body> bodies = new ArrayList<>();

        @Nullable
        String header(String name) {
            return headers.get(name);
        }

        String headLines() {
            StringBuilder lines = new StringBuilder();
            for (String name : SHOWN) {
                String value = headers.get(name.toLowerCase(Locale.ROOT));
                if (value != null && !value.isBlank()) {
                    lines.append(name)
                            .append(": ")
                            .append(CleanText.line(value))
                            .append('\n');
                }
            }
            return lines.toString();
        }

        /** Of two versions of a text the one with tables and headings. */
        List<Body> bodies() {
            return bodies.stream()
                    .filter(body -> body.html()
                            || body.alternatives() == 0
                            || bodies.stream()
                                    .noneMatch(other -> other.html() && other.alternatives() == body.alternatives()))
                    .toList();
        }
    }

    private final List<Letter> letters = new ArrayList<>();
    private final Deque<Letter> open = new ArrayDeque<>();
    private final Deque<Integer> groups = new ArrayDeque<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private int groupsMade;
    private int depth;
    private int textBytes;
    private boolean ofLetter;
    private boolean attached;
    private @Nullable String fileName;

    List<Letter> letters() {
        return letters;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    static boolean isRead(DetectedType type) {
        return type != DetectedType.EML && !type.isPicture();
    }

    @Override
    public void startMessage() throws MimeException {
        deeper();
        Letter letter = new Letter();
        if (letters.size() < MAX_LETTERS) {
            letters.add(letter);
        }
        open.push(letter);
        ofLetter = true;
    }

    @Override
    public void endMessage() {
        depth--;
        open.poll();
    }

    @Override
    public void startBodyPart() {
        ofLetter = false;
    }

    @Override
    public void startHeader() {
        attached = false;
        fileName = null;
    }

    @Override
    public void field(Field field) {
        String name = field.getName().toLowerCase(Locale.ROOT);
        if (name.equals("content-disposition")) {
            var disposition = ContentDispositionFieldLenientImpl.PARSER.parse(field, DecodeMonitor.SILENT);
            attached = disposition.isAttachment();
            fileName = disposition.getFilename() == null ? fileName : decoded(disposition.getFilename());
        } else if (name.equals("content-type") && fileName == null) {
            String given = ContentTypeFieldLenientImpl.PARSER
                    .parse(field, DecodeMonitor.SILENT)
                    .getParameter("name");
            fileName = given == null ? null : decoded(given);
        }
        Letter letter = open.peek();
        if (ofLetter && letter != null && field.getBody() != null) {
            letter.headers.putIfAbsent(name, decoded(field.getBody()));
        }
    }

    private static String decoded(String raw) {
        String text = raw.length() > MAX_FIELD ? raw.substring(0, MAX_FIELD) : raw;
        try {
            return DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    @Override
    public void endHeader() {
        ofLetter = false;
    }

    @Override
    public void startMultipart(BodyDescriptor descriptor) throws MimeException {
        deeper();
        boolean inGroup = !groups.isEmpty() && groups.peek() > 0;
        if ("multipart/alternative".equals(descriptor.getMimeType())) {
            groups.push(++groupsMade);
        } else {
            // pictures of an HTML version stand with it in a group of their own
            groups.push(inGroup ? groups.element() : 0);
        }
    }

    @Override
    public void endMultipart() {
        depth--;
        groups.poll();
    }

    private void deeper() throws MimeException {
        if (++depth > MAX_DEPTH) {
            throw new MimeException("nested too deeply");
        }
    }

    @Override
    public void body(BodyDescriptor descriptor, InputStream in) throws IOException {
        String type = String.valueOf(descriptor.getMimeType());
        boolean html = type.equals("text/html");
        Letter letter = open.peek();
        String name = CleanText.label(fileName);
        if (letter != null && !attached && name == null && (html || type.equals("text/plain"))) {
            byte[] bytes = in.readNBytes(MAX_TEXT - textBytes + 1);
            textBytes += bytes.length;
            if (textBytes > MAX_TEXT) {
                throw new UnreadableException(
                        FailureCode.FILE_TOO_LARGE,
                        "The e-mail holds more than 8 MB of text. Split it, or upload the text as a file.");
            }
            String text = text(bytes, descriptor.getCharset());
            if (!text.isBlank()) {
                letter.bodies.add(new Body(html, text, groups.isEmpty() ? 0 : groups.element()));
            }
        } else if (name != null && attachments.size() < MAX_NAMED) {
            attachments.add(new Attachment(name, kept(name, in)));
        }
    }

    private static String text(byte[] bytes, @Nullable String declared) {
        Charset charset = charset(declared);
        if (charset.equals(StandardCharsets.US_ASCII) || charset.equals(StandardCharsets.UTF_8)) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                charset = Charset.forName("windows-1252");
            }
        }
        return new String(bytes, charset);
    }

    private static Charset charset(@Nullable String declared) {
        try {
            return declared == null ? StandardCharsets.US_ASCII : Charset.forName(declared);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.US_ASCII;
        }
    }

    /** The file's name is only looked at: it may be anything, a path too. */
    private @Nullable Path kept(String name, InputStream in) throws IOException {
        long read = attachments.stream().filter(kept -> kept.file() != null).count();
        if (read >= MAX_READ
                || DetectedType.ofFileName(name).filter(MailParts::isRead).isEmpty()) {
            return null;
        }
        Path file = Files.createTempFile("attachment", null);
        long left = MAX_ATTACHMENT;
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[64 << 10];
            for (int count = in.read(buffer); count >= 0 && left >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                left -= count;
            }
        }
        if (left < 0) {
            Files.delete(file);
            return null;
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        for (Attachment attachment : attachments) {
            if (attachment.file() != null) {
                Files.deleteIfExists(attachment.file());
            }
        }
    }
}
