package ai.chatforge.document.extract;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** E-mails: who wrote to whom, the letter, the letters it passes on, and the attachments that can be read. */
final class MailReader implements DocumentReader {
    private static final MimeConfig LIMITS = MimeConfig.custom()
            .setMaxLineLen(1 << 20)
            .setMaxHeaderLen(200_000)
            .setMaxHeaderCount(5_000)
            .setMaxContentLen(-1)
            .build();

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        try (MailParts parts = new MailParts()) {
            parse(file, parts);
            SectionWriter sections = new SectionWriter(output);
            for (MailParts.Letter letter : parts.letters()) {
                write(letter, letter == parts.letters().getFirst() ? 1 : 2, sections);
            }
            if (!parts.attachments().isEmpty()) {
                sections.paragraph("Attachments: "
                        + parts.attachments().stream()
                                .map(MailParts.Attachment::name)
                                .collect(Collectors.joining(", ")));
            }
            sections.finish();
            for (MailParts.Attachment attachment : parts.attachments()) {
                read(attachment, output);
            }
            MailParts.Letter first = parts.letters().getFirst();
            return new Facts(first.header("subject"), first.header("from"), null, null);
        }
    }

    private static void parse(Path file, MailParts parts) throws IOException {
        MimeStreamParser parser = new MimeStreamParser(LIMITS);
        parser.setContentDecoding(true);
        parser.setContentHandler(parts);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            parser.parse(in);
        } catch (MimeException | MimeIOException e) {
            throw damaged();
        }
        if (parts.letters().isEmpty()) {
            throw damaged();
        }
    }

    private static UnreadableException damaged() {
        return new UnreadableException(
                FailureCode.FILE_UNREADABLE,
                "The e-mail is damaged or not in the usual form. Save it again as an EML file and upload that.");
    }

    private static void write(MailParts.Letter letter, int level, SectionWriter sections) throws IOException {
        sections.finish();
        String subject = CleanText.label(letter.header("subject"));
        sections.heading(level, (level > 1 ? "Forwarded: " : "") + (subject == null ? "E-mail" : subject));
        sections.paragraph(letter.headLines());
        sections.finish();
        for (MailParts.Body body : letter.bodies()) {
            if (body.html()) {
                Parser parser = Parser.htmlParser().setMaxDepth(HtmlReader.MAX_DEPTH);
                new HtmlWalk(sections).walk(parser.parseInput(body.text(), "").body());
            } else {
                for (String paragraph : body.text().replace("\r\n", "\n").split("\n[ \t]*\n", -1)) {
                    sections.paragraph(paragraph);
                }
            }
        }
    }

    /** An attachment that cannot be read does not cost the letter. */
    private static void read(MailParts.Attachment attachment, TextOutput output) throws IOException {
        Path file = attachment.file();
        if (file == null) {
            return;
        }
        Inside inside = new Inside("Attachment: " + attachment.name(), output);
        try {
            if (new TypeDetector().detect(file, attachment.name()) instanceof Detection.Accepted(DetectedType type)
                    && MailParts.isRead(type)) {
                DocumentReader.of(type, null).read(file, inside);
            }
        } catch (WireException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            output.segment(null, inside.place(), attachment.name() + " could not be read in full.");
        }
    }

    /** Text of an attachment, under its name. */
    private record Inside(String place, TextOutput output) implements TextOutput {
        @Override
        public void pages(int total) {}

        @Override
        public void pageDone(int done) {}

        @Override
        public void segment(@Nullable Integer page, @Nullable String section, String text) throws IOException {
            String path = place
                    + (section == null ? "" : SectionWriter.PATH_SEPARATOR + section)
                    + (page == null ? "" : SectionWriter.PATH_SEPARATOR + "Page " + page);
            output.segment(null, path, text);
        }
    }
}
