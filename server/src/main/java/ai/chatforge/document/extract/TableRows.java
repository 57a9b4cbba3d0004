package ai.chatforge.document.extract;

import java.io.IOException;
import java.util.List;

/** Rows of a sheet, where nothing says which of them name the columns: the first of words alone does. */
final class TableRows {
    private final SectionWriter sections;
    private boolean titled;
    private boolean afterGap = true;

    TableRows(SectionWriter sections) {
        this.sections = sections;
    }

    /** Empty rows part two tables. */
    void gap() {
        afterGap = true;
    }

    void row(List<String> cells, boolean allText) throws IOException {
        long filled = cells.stream().filter(cell -> !cell.isBlank()).count();
        if (filled == 0) {
            gap();
            return;
        }
        if (filled == 1 && (afterGap || !titled)) {
            sections.endOfTable();
            sections.paragraph(String.join("", cells));
            titled = false;
        } else if (allText && (afterGap || !titled)) {
            sections.endOfTable();
            sections.headerRow(cells);
            titled = true;
        } else {
            sections.row(cells);
            titled = true;
        }
        afterGap = false;
    }
}
