package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plain text: paragraphs are parted by empty lines; a heading is underlined, numbered or in capitals. */
final class PlainTextReader implements DocumentReader {
    private static final Pattern UNDERLINE = Pattern.compile("={3,}|-{3,}|~{3,}|\\*{3,}");
    private static final Pattern NUMBERED = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,3})*)\\.?[ \\t]+\\p{Lu}.{1,70}");
    private static final Pattern SENTENCE_END = Pattern.compile(".*[.,;:!?]");

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        SectionWriter sections = new SectionWriter(output);
        Damage damage = new Damage();
        try (Reader in = Charsets.open(file, Charsets.detect(file))) {
            TextLines lines = new TextLines(in);
            StringBuilder paragraph = new StringBuilder();
            for (String line = lines.next(); line != null; line = lines.next()) {
                damage.count(line);
                if (line.isBlank()) {
                    write(paragraph, sections);
                } else {
                    paragraph.append(paragraph.isEmpty() ? "" : "\n").append(line);
                    // the border of a text without empty lines
                    if (paragraph.length() > SectionWriter.SEGMENT_LENGTH) {
                        int end = LongText.border(paragraph, 0, paragraph.length());
                        sections.paragraph(paragraph.substring(0, end));
                        paragraph.delete(0, end);
                    }
                }
            }
            write(paragraph, sections);
        }
        damage.check();
        sections.finish();
        return new Facts(null, null, null, null);
    }

    private static void write(StringBuilder paragraph, SectionWriter sections) throws IOException {
        String text = paragraph.toString();
        paragraph.setLength(0);
        String[] lines = text.split("\n", 3);
        if (lines.length > 1 && isUnderline(lines[0], lines[1])) {
            sections.heading(lines[1].startsWith("=") ? 1 : 2, lines[0]);
            sections.paragraph(lines.length > 2 ? lines[2] : "");
            return;
        }
        Integer level = lines.length == 1 ? headingLevel(text.strip()) : null;
        if (level == null) {
            sections.paragraph(text);
        } else {
            sections.heading(level, text);
        }
    }

    private static boolean isUnderline(String heading, String line) {
        String underline = line.strip();
        return UNDERLINE.matcher(underline).matches()
                && Math.abs(underline.length() - heading.strip().length()) <= 3;
    }

    /** For a line that stands alone. */
    private static @Nullable Integer headingLevel(String line) {
        if (line.length() > 80 || SENTENCE_END.matcher(line).matches()) {
            return null;
        }
        var numbered = NUMBERED.matcher(line);
        if (numbered.matches()) {
            return 1 + (int) numbered.group(1).chars().filter(c -> c == '.').count();
        }
        boolean capitals = line.equals(line.toUpperCase(Locale.ROOT))
                && line.chars().filter(Character::isLetter).count() >= 4
                && line.chars().noneMatch(c -> "|=_/\\<>{}[]".indexOf(c) >= 0);
        return capitals ? 1 : null;
    }

    /** Counts what is not text, so that a binary file with a readable beginning is noticed. */
    static final class Damage {
        private long all;
        private long bad;

        void count(String line) {
            all += line.length();
            bad += line.chars()
                    .filter(c -> c == 0xFFFD || (c < ' ' && !Character.isWhitespace(c)))
                    .count();
        }

        void check() throws UnreadableException {
            if (bad * 10 > all) {
                throw new UnreadableException(
                        FailureCode.FILE_UNREADABLE,
                        "The file is not text, or in an unknown encoding. Save it as UTF-8 and upload it again.");
            }
        }
    }
}
