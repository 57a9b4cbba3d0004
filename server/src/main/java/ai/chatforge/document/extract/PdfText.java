package ai.chatforge.document.extract;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Turns a page's lines, as they stand on the paper, back into paragraphs. */
final class PdfText {
    private static final Pattern LIST_ITEM =
            Pattern.compile("^([-*\u2022\u2023\u25aa\u25cf\u25e6\u2013]|\\(?(\\d{1,3}|[a-z])[.)])\\s.*");

    /** A line much shorter than the page's longest ended on purpose. */
    private static final double FULL_LINE = 0.7;

    private PdfText() {}

    static String clean(String raw) {
        String text = mend(CleanText.block(mend(raw, '\u00ad')), '-');
        StringBuilder clean = new StringBuilder(text.length());
        String[] lines = text.split("\n", -1);
        int full = (int) (usualLength(lines) * FULL_LINE);
        String before = "";
        for (String line : lines) {
            if (!clean.isEmpty()) {
                boolean flows = before.length() >= full
                        && !before.isEmpty()
                        && !line.isEmpty()
                        && !LIST_ITEM.matcher(line).matches();
                clean.append(flows ? ' ' : '\n');
            }
            clean.append(line);
            before = line;
        }
        return clean.toString().strip();
    }

    /** Joins the words that a hyphen parts at the end of a line; a capital or digit speaks against it. */
    private static String mend(String text, char hyphen) {
        int at = text.indexOf(hyphen);
        if (at < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text.length());
        int copied = 0;
        for (; at >= 0; at = text.indexOf(hyphen, at + 1)) {
            if (isInWord(text, at)) {
                mended.append(text, copied, at);
                copied = at + 2;
            }
        }
        return mended.append(text, copied, text.length()).toString();
    }

    private static boolean isInWord(String text, int hyphen) {
        return hyphen >= 2
                && hyphen + 3 < text.length()
                && text.charAt(hyphen + 1) == '\n'
                && Character.isLowerCase(text.charAt(hyphen - 2))
                && Character.isLowerCase(text.charAt(hyphen - 1))
                && Character.isLowerCase(text.charAt(hyphen + 2))
                && Character.isLowerCase(text.charAt(hyphen + 3));
    }

    /** Length of the long lines: nine tenths of all are not longer. */
    private static int usualLength(String[] lines) {
        int[] lengths = Arrays.stream(lines)
                .mapToInt(String::length)
                .filter(length -> length > 0)
                .sorted()
                .toArray();
        return lengths.length == 0 ? 0 : lengths[(int) ((lengths.length - 1) * 0.9)];
    }
}
