package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comma-separated values, or whatever else separates them; the first row names the columns. */
final class CsvReader implements DocumentReader {
    private static final int SAMPLE = 64 << 10;
    private static final String SEPARATORS = ",;\t|";

    /** A quote that is never closed would swallow the rest of the file. */
    private static final int MAX_CELL = 32_767;

    private static final int MAX_CELLS = 4_000;

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        SectionWriter sections = new SectionWriter(output);
        PlainTextReader.Damage damage = new PlainTextReader.Damage();
        try (Reader in = Charsets.open(file, Charsets.detect(file))) {
            in.mark(SAMPLE);
            char[] sample = new char[SAMPLE];
            int length = Math.max(0, in.read(sample));
            in.reset();
            char separator = separator(new String(sample, 0, length));
            boolean first = true;
            for (List<String> row = row(in, separator); row != null; row = row(in, separator)) {
                row.forEach(damage::count);
                boolean filled = row.stream().anyMatch(cell -> !cell.isBlank());
                if (first && filled) {
                    sections.headerRow(row);
                    first = false;
                } else {
                    sections.row(row);
                }
            }
        }
        damage.check();
        sections.finish();
        return new Facts(null, null, null, null);
    }

    /** The one that stands equally often on most lines. */
    private static char separator(String sample) {
        List<String> lines =
                sample.lines().filter(line -> !line.isBlank()).limit(20).toList();
        char best = ',';
        long most = 0;
        for (int i = 0; i < SEPARATORS.length(); i++) {
            char separator = SEPARATORS.charAt(i);
            long usual = lines.isEmpty() ? 0 : count(lines.getFirst(), separator);
            long alike = lines.stream()
                    .filter(line -> count(line, separator) == usual)
                    .count();
            long score = usual == 0 ? 0 : alike * 100 + Math.min(usual, 99);
            if (score > most) {
                most = score;
                best = separator;
            }
        }
        return best;
    }

    private static long count(String line, char separator) {
        boolean quoted = false;
        long count = 0;
        for (int i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == '"';
            count += !quoted && line.charAt(i) == separator ? 1 : 0;
        }
        return count;
    }

    /** Null at the end. */
    private static @Nullable List<String> row(Reader in, char separator) throws IOException {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean wasQuote = false;
        for (; c >= 0; c = in.read()) {
            boolean quote = c == '"';
            if (quoted && !(wasQuote && !quote) && cell.length() < MAX_CELL) {
                if (quote && !wasQuote) {
                    wasQuote = true;
                } else {
                    cell.append((char) c);
                    wasQuote = false;
                }
                continue;
            }
            quoted = false;
            wasQuote = false;
            if (quote && cell.isEmpty()) {
                quoted = true;
            } else if (c == separator && cells.size() < MAX_CELLS) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\n') {
                break;
            } else if (c != '\r' && c != 0xFEFF && cell.length() < MAX_CELL) {
                cell.append((char) c);
            } else if (cell.length() >= MAX_CELL) {
                cells.add(cell.toString());
                cell.setLength(0);
                cell.append((char) c);
                if (cells.size() >= MAX_CELLS) {
                    break;
                }
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
