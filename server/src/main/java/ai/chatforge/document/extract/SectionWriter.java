package ai.chatforge.document.extract;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers headings and paragraphs into one segment per section; a long section is parted between paragraphs. */
final class SectionWriter {
    static final int SEGMENT_LENGTH = 8_000;
    /** A longer one would leave little of a segment for its rows. */
    private static final int MAX_HEADER = 1_500;

    static final String PATH_SEPARATOR = " > ";

    private record Heading(int level, String text) {}

    private final TextOutput output;
    private final Deque<Heading> path = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private boolean onlyHeadings = true;
    private boolean lastWasRow;
    /** The present table's first line, said again where a segment begins within the table. */
    private String header = "";

    SectionWriter(TextOutput output) {
        this.output = output;
    }

    /** @param level 1 for the outermost heading of a document, 0 for what a chapter is called from outside */
    void heading(int level, @Nullable String raw) throws IOException {
        String heading = CleanText.label(raw);
        if (heading == null) {
            return;
        }
        // a heading right under another stays with it: neither is worth a segment of its own
        if (!onlyHeadings) {
            flush();
        }
        while (!path.isEmpty() && path.getLast().level() >= level) {
            path.removeLast();
        }
        path.addLast(new Heading(level, heading));
        append("\n\n", heading);
    }

    void paragraph(String raw) throws IOException {
        String paragraph = CleanText.block(raw);
        if (!paragraph.isEmpty()) {
            add("\n\n", paragraph);
            lastWasRow = false;
        }
    }

    /** Lines whose inner spaces matter. */
    void code(List<String> lines) throws IOException {
        String code = lines.stream().map(CleanText::verbatim).collect(Collectors.joining("\n"));
        if (!code.isBlank()) {
            add("\n\n", code.stripTrailing());
            lastWasRow = false;
        }
    }

    /** A table's row; rows in sequence stand on lines in sequence. */
    void row(List<String> cells) throws IOException {
        List<String> clean = cells.stream().map(CleanText::line).toList();
        if (clean.stream().allMatch(String::isEmpty)) {
            return;
        }
        if (clean.size() == 1) {
            paragraph(clean.getFirst());
            return;
        }
        String line = line(clean);
        if (text.length() + line.length() > SEGMENT_LENGTH && !onlyHeadings) {
            flush();
        }
        if (!header.isEmpty() && text.isEmpty() && !header.equals(line)) {
            add("", header);
            lastWasRow = true;
        }
        append(lastWasRow ? "\n" : "\n\n", line);
        onlyHeadings = false;
        lastWasRow = true;
    }

    /** A row that names the columns of those after it. */
    void headerRow(List<String> cells) throws IOException {
        header = "";
        row(cells);
        String line = line(cells.stream().map(CleanText::line).toList());
        header = cells.size() > 1 && line.length() <= MAX_HEADER ? line : "";
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }

    void endOfTable() {
        lastWasRow = false;
        header = "";
    }

    /** The innermost heading's place, or null before the first one. */
    private @Nullable String section() {
        return path.isEmpty() ? null : path.stream().map(Heading::text).collect(Collectors.joining(PATH_SEPARATOR));
    }

    void finish() throws IOException {
        flush();
    }

    /** What comes next stands in a segment of its own, under none of the headings so far. */
    void restart() throws IOException {
        flush();
        path.clear();
        header = "";
    }

    private void add(String separator, String block) throws IOException {
        if (!onlyHeadings && text.length() + block.length() > SEGMENT_LENGTH) {
            flush();
        }
        append(separator, block);
        onlyHeadings = false;
        if (text.length() > SEGMENT_LENGTH) {
            flush();
        }
    }

    private void append(String separator, String block) {
        if (!text.isEmpty()) {
            text.append(separator);
        }
        text.append(block);
        if (text.length() > SEGMENT_LENGTH) {
            onlyHeadings = false;
        }
    }

    private void flush() throws IOException {
        for (String part : LongText.parts(text.toString(), SEGMENT_LENGTH)) {
            output.segment(null, section(), part);
        }
        text.setLength(0);
        onlyHeadings = true;
        lastWasRow = false;
    }
}
