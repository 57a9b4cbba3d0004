package ai.chatforge.document.extract;

import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;

/** A line as it stands on the paper: where, and in how many pieces with wide gaps between them. */
final class PdfLine {
    /** In widths of a space; justified text seldom has gaps as wide. */
    private static final float WIDE_GAP = 2.5f;

    /** In heights of a letter, for fonts that lie about their space. */
    private static final float WIDE_GAP_OF_HEIGHT = 0.9f;

    static final class Cell {
        private final StringBuilder text = new StringBuilder();
        private final float left;
        private float right;

        Cell(float left) {
            this.left = left;
        }

        String text() {
            return text.toString();
        }

        float left() {
            return left;
        }

        float right() {
            return right;
        }
    }

    private final List<Cell> cells = new ArrayList<>();
    private final float y;

    PdfLine(float y) {
        this.y = y;
    }

    void add(String word, List<TextPosition> letters) {
        TextPosition first = letters.getFirst();
        TextPosition last = letters.getLast();
        float gap = cells.isEmpty() ? 0 : first.getXDirAdj() - cells.getLast().right;
        float wide = Math.max(WIDE_GAP * first.getWidthOfSpace(), WIDE_GAP_OF_HEIGHT * first.getFontSizeInPt());
        if (cells.isEmpty() || gap > wide || gap < -first.getFontSizeInPt()) {
            cells.add(new Cell(first.getXDirAdj()));
        } else {
            cells.getLast().text.append(' ');
        }
        Cell cell = cells.getLast();
        cell.text.append(word);
        cell.right = last.getXDirAdj() + last.getWidthDirAdj();
    }

    float y() {
        return y;
    }

    List<Cell> cells() {
        return cells;
    }
}
