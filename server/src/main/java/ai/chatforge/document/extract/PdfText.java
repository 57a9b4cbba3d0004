package ai.chatforge.document.extract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a page's lines, as they stand on the paper, back into paragraphs. */
final class PdfText {
    private static final Pattern LIST_ITEM =
            Pattern.compile("^([-*\u2022\u2023\u25aa\u25cf\u25e6\u2013]|\\(?(\\d{1,3}|[a-z])[.)])\\s.*|^--?\\w.*");

    /** The dots of a table or a list of contents: of use to the eye only. */
    private static final Pattern LEADERS = Pattern.compile("(?: ?\\.){4,} ?");

    /** What a row of a table begins with. */
    static final String ROW = "| ";

    /** Stands for an empty line that parts nothing. */
    static final String NO_LINE = "\uE000";

    private static final String LEADER = " ... ";

    /** A line much shorter than the page's longest ended on purpose. */
    private static final double FULL_LINE = 0.7;

    /** In running text even a line that a long word cut short goes on. */
    private static final double FULL_LINE_OF_PROSE = 0.6;

    private PdfText() {}

    static String clean(String raw) {
        return clean(raw, new PdfCompounds());
    }

    static String clean(String raw, PdfCompounds compounds) {
        String text = mend(CleanText.block(mend(raw, '\u00ad', compounds)), '-', compounds);
        List<String> lines = Arrays.stream(
                        LEADERS.matcher(text).replaceAll(LEADER).split("\n", -1))
                .filter(line -> !line.equals(NO_LINE))
                .toList();
        double full = usualLength(lines) * FULL_LINE;
        return blocks(lines).stream().map(block -> join(block, full)).collect(Collectors.joining("\n\n"));
    }

    /** Lines without an empty one between them; an empty one in the middle of a sentence does not count. */
    private static List<List<String>> blocks(List<String> lines) {
        List<List<String>> blocks = new ArrayList<>();
        boolean parted = true;
        for (String line : lines) {
            if (line.isBlank()) {
                parted = true;
                continue;
            }
            if (parted && (blocks.isEmpty() || !goesOn(blocks.getLast().getLast(), line))) {
                blocks.add(new ArrayList<>());
            }
            blocks.getLast().add(line);
            parted = false;
        }
        return blocks;
    }

    private static boolean goesOn(String before, String line) {
        char end = before.charAt(before.length() - 1);
        return beginsSmall(line) && (end == ',' || Character.isLowerCase(end)) && before.length() > line.length() / 2;
    }

    private static String join(List<String> block, double full) {
        double enough = isProse(block) ? longest(block) * FULL_LINE_OF_PROSE : full;
        StringBuilder joined = new StringBuilder(block.getFirst());
        for (int i = 1; i < block.size(); i++) {
            String before = block.get(i - 1);
            String line = block.get(i);
            joined.append(flows(before, line, enough) ? ' ' : '\n').append(line);
        }
        return joined.toString();
    }

    private static boolean flows(String before, String line, double enough) {
        return (before.length() >= enough || (beginsSmall(line) && hasSmallLetters(before)))
                && !before.contains(LEADER)
                && !before.startsWith(ROW)
                && !line.startsWith(ROW)
                && !LIST_ITEM.matcher(line).matches();
    }

    /** The rows of a table and the items of a list begin with capitals and figures, lines of sentences do not. */
    private static boolean isProse(List<String> block) {
        return block.stream().skip(1).filter(PdfText::beginsSmall).count() * 3 >= block.size() - 1;
    }

    private static boolean beginsSmall(String line) {
        return Character.isLowerCase(line.charAt(0));
    }

    /** A line without any is a heading. */
    private static boolean hasSmallLetters(String line) {
        return line.chars().anyMatch(Character::isLowerCase);
    }

    private static int longest(List<String> block) {
        return block.stream().mapToInt(String::length).max().orElse(0);
    }

    /**
     * Joins the words that a hyphen parts at the end of a line; a capital or digit speaks against it. The line ends
     * after the whole word then, so that lengths of lines still tell something.
     */
    private static String mend(String text, char hyphen, PdfCompounds compounds) {
        int at = text.indexOf(hyphen);
        if (at < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text.length());
        int copied = 0;
        for (; at >= 0; at = text.indexOf(hyphen, at + 1)) {
            if (isInWord(text, at)) {
                int end = endOfWord(text, at + 2);
                boolean kept = hyphen == '-' && compounds.keepsHyphen(letters(text, at, -1), letters(text, at + 2, 1));
                mended.append(text, copied, kept ? at + 1 : at)
                        .append(text, at + 2, end)
                        .append('\n');
                copied = end < text.length() ? end + 1 : end;
            }
        }
        return mended.append(text, copied, text.length()).toString();
    }

    /** The letters before a place, or from it on. */
    private static String letters(String text, int from, int step) {
        int to = step < 0 ? from - 1 : from;
        while (to >= 0 && to < text.length() && Character.isLetter(text.charAt(to))) {
            to += step;
        }
        return step < 0 ? text.substring(to + 1, from) : text.substring(from, to);
    }

    private static int endOfWord(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) > ' ') {
            end++;
        }
        return end;
    }

    private static boolean isInWord(String text, int hyphen) {
        return hyphen >= 2
                && hyphen + 3 < text.length()
                && text.charAt(hyphen + 1) == '\n'
                && Character.isLetter(text.charAt(hyphen - 2))
                && Character.isLowerCase(text.charAt(hyphen - 1))
                && Character.isLowerCase(text.charAt(hyphen + 2))
                && Character.isLowerCase(text.charAt(hyphen + 3));
    }

    /** Length of the long lines: 19 of 20 are not longer. */
    private static int usualLength(List<String> lines) {
        int[] lengths = lines.stream()
                .mapToInt(String::length)
                .filter(length -> length > 0)
                .sorted()
                .toArray();
        return lengths.length == 0 ? 0 : lengths[(int) ((lengths.length - 1) * 0.95)];
    }
}
