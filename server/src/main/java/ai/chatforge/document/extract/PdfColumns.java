package ai.chatforge.document.extract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;

/**
 * Two columns of prose that a program wrote line by line across the page: puts one column after the other. Where the
 * order is right already, or what stands side by side may be a table, nothing changes.
 */
final class PdfColumns {
    private static final int FEWEST_LINES = 8;

    /** Points that stay free between two columns. */
    private static final float GUTTER = 8;

    private static final float SAME_LINE = 2;

    /** Of a column's width; lines of a table's cells are shorter. */
    private static final float FULL = 0.6f;

    private static final class Piece {
        private final List<TextPosition> letters = new ArrayList<>();
        private float left = Float.MAX_VALUE;
        private float right;
        private float y;

        void add(TextPosition letter) {
            letters.add(letter);
            left = Math.min(left, letter.getXDirAdj());
            right = Math.max(right, letter.getXDirAdj() + letter.getWidthDirAdj());
            y = letter.getYDirAdj();
        }

        boolean goesOn(TextPosition letter) {
            float gap = letter.getXDirAdj() - right;
            return Math.abs(letter.getYDirAdj() - y) < SAME_LINE
                    && gap < Math.max(GUTTER, 2 * letter.getWidthOfSpace())
                    && gap > -letter.getFontSizeInPt();
        }

        float width() {
            return right - left;
        }
    }

    private PdfColumns() {}

    /** @param letters of a page, in the order of the file; changed in place */
    static void order(List<TextPosition> letters, float pageWidth) {
        if (letters.size() < 200 || letters.getFirst().getDir() != 0) {
            return;
        }
        List<Piece> pieces = pieces(letters);
        float gutter = gutter(pieces, pageWidth);
        if (gutter <= 0) {
            return;
        }
        List<Piece> left = pieces.stream().filter(piece -> piece.right < gutter).toList();
        List<Piece> right = pieces.stream().filter(piece -> piece.left > gutter).toList();
        if (isProse(left) && isProse(right) && isMixed(pieces, gutter, Math.min(left.size(), right.size()))) {
            List<TextPosition> ordered = ordered(pieces, gutter);
            letters.clear();
            letters.addAll(ordered);
        }
    }

    private static List<Piece> pieces(List<TextPosition> letters) {
        List<Piece> pieces = new ArrayList<>();
        for (TextPosition letter : letters) {
            if (pieces.isEmpty() || !pieces.getLast().goesOn(letter)) {
                pieces.add(new Piece());
            }
            pieces.getLast().add(letter);
        }
        return pieces;
    }

    /** The middle of the widest strip that next to nothing crosses; 0 without one. */
    private static float gutter(List<Piece> pieces, float pageWidth) {
        float best = 0;
        long fewest = pieces.size() / 10L + 1;
        for (float x = pageWidth * 0.35f; x < pageWidth * 0.65f; x += 2) {
            float from = x - GUTTER / 2;
            float to = x + GUTTER / 2;
            long crossing = pieces.stream()
                    .filter(piece -> piece.left < to && piece.right > from)
                    .count();
            if (crossing < fewest) {
                fewest = crossing;
                best = x;
            }
        }
        return best;
    }

    private static boolean isProse(List<Piece> column) {
        if (column.size() < FEWEST_LINES) {
            return false;
        }
        float widest = (float) column.stream()
                .mapToDouble(Piece::width)
                .sorted()
                .skip(column.size() * 9L / 10)
                .findFirst()
                .orElse(0);
        return column.stream().filter(piece -> piece.width() > widest * FULL).count() * 10 > column.size() * 7L;
    }

    /** How often the file goes from the left to the right on one line. */
    private static boolean isMixed(List<Piece> pieces, float gutter, int lines) {
        int over = 0;
        for (int i = 1; i < pieces.size(); i++) {
            Piece before = pieces.get(i - 1);
            Piece piece = pieces.get(i);
            over += before.right < gutter && piece.left > gutter && Math.abs(before.y - piece.y) < SAME_LINE ? 1 : 0;
        }
        return over * 2 > lines;
    }

    private static List<TextPosition> ordered(List<Piece> pieces, float gutter) {
        List<Piece> fromTop = new ArrayList<>(pieces);
        fromTop.sort(Comparator.comparingDouble(piece -> piece.y));
        List<TextPosition> ordered = new ArrayList<>();
        List<Piece> right = new ArrayList<>();
        for (Piece piece : fromTop) {
            if (piece.left > gutter) {
                right.add(piece);
                continue;
            }
            if (piece.right > gutter) {
                // what goes over both columns ends what stands above it
                right.forEach(held -> ordered.addAll(held.letters));
                right.clear();
            }
            ordered.addAll(piece.letters);
        }
        right.forEach(held -> ordered.addAll(held.letters));
        return ordered;
    }
}
