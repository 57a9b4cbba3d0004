package ai.chatforge.document.extract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lines whose pieces stand exactly below each other in three columns or more are written as rows of a table. */
final class PdfTables {
    private static final int FEWEST_ROWS = 3;
    private static final int FEWEST_COLUMNS = 3;
    private static final double LONGEST_USUAL_CELL = 30;

    /** Columns as the spans that their cells cover. */
    private record Span(float left, float right) {}

    /** A line that may be a row, by its number on the page. */
    private record Row(int at, PdfLine line) {}

    private PdfTables() {}

    /** @param lines as text, changed in place where they are rows
     *  @param places of some of them, by their number */
    static void mark(String[] lines, Map<Integer, PdfLine> places) {
        List<Row> run = new ArrayList<>();
        List<Span> columns = List.of();
        for (Map.Entry<Integer, PdfLine> next : new TreeMap<>(places).entrySet()) {
            PdfLine line = next.getValue();
            List<Span> with = merged(columns, line);
            boolean fits = isRow(line, run.size() < 2 ? FEWEST_COLUMNS : 2)
                    && with.size() >= FEWEST_COLUMNS
                    && isApart(line, with)
                    && run.stream().allMatch(row -> isApart(row.line(), with));
            if (!fits) {
                write(lines, run, columns);
                run = new ArrayList<>();
                boolean begins = isRow(line, FEWEST_COLUMNS);
                columns = begins ? merged(List.of(), line) : List.of();
                if (begins) {
                    run.add(new Row(next.getKey(), line));
                }
            } else {
                columns = with;
                run.add(new Row(next.getKey(), line));
            }
        }
        write(lines, run, columns);
    }

    private static boolean isRow(PdfLine line, int cells) {
        return line.cells().size() >= cells
                && line.cells().stream()
                        .noneMatch(cell ->
                                cell.text().contains("...") || cell.text().contains(". ."));
    }

    private static List<Span> merged(List<Span> columns, PdfLine line) {
        List<Span> all = new ArrayList<>(columns);
        line.cells().forEach(cell -> all.add(new Span(cell.left(), cell.right())));
        all.sort((a, b) -> Float.compare(a.left(), b.left()));
        List<Span> merged = new ArrayList<>();
        for (Span span : all) {
            if (!merged.isEmpty() && span.left() <= merged.getLast().right()) {
                Span last = merged.removeLast();
                merged.add(new Span(last.left(), Math.max(last.right(), span.right())));
            } else {
                merged.add(span);
            }
        }
        return merged;
    }

    private static int column(PdfLine.Cell cell, List<Span> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (cell.left() >= columns.get(i).left()
                    && cell.right() <= columns.get(i).right()) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isApart(PdfLine line, List<Span> columns) {
        return line.cells().stream()
                        .mapToInt(cell -> column(cell, columns))
                        .distinct()
                        .count()
                == line.cells().size();
    }

    private static void write(String[] lines, List<Row> run, List<Span> columns) {
        double usual = run.stream()
                .flatMap(row -> row.line().cells().stream())
                .mapToInt(cell -> cell.text().length())
                .average()
                .orElse(0);
        if (run.size() < FEWEST_ROWS || usual > LONGEST_USUAL_CELL) {
            return;
        }
        for (Row row : run) {
            String[] cells = new String[columns.size()];
            Arrays.fill(cells, "");
            row.line().cells().forEach(cell -> cells[column(cell, columns)] = CleanText.line(cell.text()));
            lines[row.at()] = Arrays.stream(cells).collect(Collectors.joining(" | ", PdfText.ROW, " |"));
        }
        // a table is in one piece, however far its rows stand apart
        for (int i = run.getFirst().at(); i < run.getLast().at(); i++) {
            if (lines[i].isBlank()) {
                lines[i] = PdfText.NO_LINE;
            }
        }
    }
}
