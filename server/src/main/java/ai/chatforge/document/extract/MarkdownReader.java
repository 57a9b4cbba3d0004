package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Markdown, line by line: headings become the path, tables rows, code stays as it is, marks are taken off. */
final class MarkdownReader implements DocumentReader {
    private static final Pattern ATX = Pattern.compile(" {0,3}(#{1,6})(?:[ \\t]+(.*?))??(?:[ \\t]+#+)?[ \\t]*");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");
    private static final Pattern SETEXT = Pattern.compile(" {0,3}(=+|-{2,})[ \\t]*");
    private static final Pattern RULE = Pattern.compile(" {0,3}([-*_])[ \\t]*(?:\\1[ \\t]*){2,}");
    private static final Pattern ROW = Pattern.compile("[ \\t]*\\|.*\\|[ \\t]*");
    private static final Pattern ROW_RULE = Pattern.compile("[ \\t]*\\|?[ \\t:|-]*--[ \\t:|-]*");
    private static final Pattern FRONT_MATTER = Pattern.compile("(?i)(title|author|lang)[ \\t]*:[ \\t]*(.*)");
    private static final int CODE_LINES = 100;

    private final List<String> block = new ArrayList<>();
    private int blockLength;
    private @Nullable String fence;
    private @Nullable String title;
    private @Nullable String author;
    private @Nullable String language;

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        SectionWriter sections = new SectionWriter(output);
        PlainTextReader.Damage damage = new PlainTextReader.Damage();
        try (Reader in = Charsets.open(file, Charsets.detect(file))) {
            TextLines lines = new TextLines(in);
            String line = frontMatter(lines, sections);
            for (; line != null; line = lines.next()) {
                damage.count(line);
                line(line, sections);
            }
        }
        end(sections);
        damage.check();
        sections.finish();
        return new Facts(title, author, null, language);
    }

    /** Reads the block of properties at the top, if there is one; returns the first line after it. */
    private @Nullable String frontMatter(TextLines lines, SectionWriter sections) throws IOException {
        String line = lines.next();
        if (line == null || !line.replace("\uFEFF", "").strip().equals("---")) {
            return line;
        }
        List<String> read = new ArrayList<>();
        for (line = lines.next(); line != null && read.size() < 100; line = lines.next()) {
            if (line.strip().matches("---|\\.\\.\\.")) {
                read.forEach(this::property);
                return lines.next();
            }
            read.add(line);
        }
        // no end of it: it was a rule, and this is text
        for (String text : read) {
            line(text, sections);
        }
        return line;
    }

    private void property(String line) {
        Matcher property = FRONT_MATTER.matcher(line);
        if (property.matches()) {
            String value = property.group(2).replaceAll("^[\"']|[\"']$", "");
            switch (property.group(1).toLowerCase(Locale.ROOT)) {
                case "title" -> title = value;
                case "author" -> author = value;
                default -> language = value;
            }
        }
    }

    private void line(String line, SectionWriter sections) throws IOException {
        Matcher fenceLine = FENCE.matcher(line);
        if (fence != null) {
            if (fenceLine.matches() && fenceLine.group(1).startsWith(fence)) {
                endCode(sections);
                fence = null;
            } else {
                gather(line);
                if (block.size() >= CODE_LINES || blockLength > SectionWriter.SEGMENT_LENGTH) {
                    endCode(sections);
                }
            }
        } else if (fenceLine.matches()) {
            end(sections);
            fence = fenceLine.group(1);
        } else {
            text(line, sections);
        }
    }

    private void text(String line, SectionWriter sections) throws IOException {
        Matcher atx = ATX.matcher(line);
        if (line.isBlank()) {
            end(sections);
        } else if (atx.matches()) {
            end(sections);
            heading(atx.group(1).length(), atx.group(2), sections);
        } else if (!block.isEmpty()
                && SETEXT.matcher(line).matches()
                && !ROW.matcher(block.getFirst()).matches()) {
            String heading = String.join(" ", block);
            clear();
            heading(line.strip().startsWith("=") ? 1 : 2, heading, sections);
        } else if (RULE.matcher(line).matches()) {
            end(sections);
        } else {
            gather(line);
            if (blockLength > SectionWriter.SEGMENT_LENGTH) {
                end(sections);
            }
        }
    }

    private void gather(String line) {
        block.add(line);
        blockLength += line.length() + 1;
    }

    private void clear() {
        block.clear();
        blockLength = 0;
    }

    private void heading(int level, @Nullable String raw, SectionWriter sections) throws IOException {
        String heading = MarkdownMarks.strip(raw == null ? "" : raw);
        if (title == null && level == 1) {
            title = heading;
        }
        sections.heading(level, heading);
    }

    private void endCode(SectionWriter sections) throws IOException {
        sections.code(block);
        clear();
    }

    private void end(SectionWriter sections) throws IOException {
        if (fence != null) {
            endCode(sections);
        } else if (!block.isEmpty() && isTable()) {
            boolean titled = block.size() > 1 && ROW_RULE.matcher(block.get(1)).matches();
            for (int i = 0; i < block.size(); i++) {
                String row = block.get(i);
                if (i == 0 && titled) {
                    sections.headerRow(cells(row));
                } else if (!ROW_RULE.matcher(row).matches()) {
                    sections.row(cells(row));
                }
            }
            sections.endOfTable();
        } else {
            sections.paragraph(MarkdownMarks.strip(String.join("\n", block)));
        }
        clear();
    }

    private boolean isTable() {
        return ROW.matcher(block.getFirst()).matches()
                || (block.size() > 1
                        && block.get(1).contains("|")
                        && ROW_RULE.matcher(block.get(1)).matches());
    }

    private static List<String> cells(String row) {
        String inner = row.strip().replaceAll("^\\||\\|$", "");
        return Arrays.stream(inner.split("(?<!\\\\)\\|", -1))
                .map(cell -> MarkdownMarks.strip(cell.replace("\\|", "|")))
                .toList();
    }
}
