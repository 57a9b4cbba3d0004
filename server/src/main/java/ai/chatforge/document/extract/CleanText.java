package ai.chatforge.document.extract;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** Text as people mean it: no control or invisible characters, white space folded, composed letters. */
final class CleanText {
    private static final int LABEL_LENGTH = 300;

    private CleanText() {}

    /** One line: every run of white space becomes a space, none at the ends. */
    static String line(CharSequence raw) {
        return fold(raw, false);
    }

    /** Several lines: runs of spaces fold, at most one empty line stays between two paragraphs. */
    static String block(CharSequence raw) {
        return fold(raw, true);
    }

    /** A line that is kept with all its inner spaces, as in source code. */
    static String verbatim(CharSequence raw) {
        StringBuilder clean = new StringBuilder(raw.length());
        raw.codePoints()
                .map(c -> c == '\t' ? ' ' : c)
                .filter(c -> !invisible(c))
                .map(CleanText::spaceOrSelf)
                .forEach(clean::appendCodePoint);
        return clean.toString().stripTrailing();
    }

    /** A title, a name, a heading: one line of bounded length, null when nothing is left. */
    static @Nullable String label(@Nullable String raw) {
        if (raw == null) {
            return null;
        }
        String line = line(raw);
        if (line.length() > LABEL_LENGTH) {
            int end = Character.isHighSurrogate(line.charAt(LABEL_LENGTH - 1)) ? LABEL_LENGTH - 1 : LABEL_LENGTH;
            line = line.substring(0, end).strip();
        }
        return line.isEmpty() ? null : line;
    }

    private static String fold(CharSequence raw, boolean keepLines) {
        StringBuilder clean = new StringBuilder(raw.length());
        int newLines = 0;
        boolean space = false;
        for (int i = 0; i < raw.length(); ) {
            int c = Character.codePointAt(raw, i);
            i += Character.charCount(c);
            if (c == '\n' && keepLines) {
                newLines++;
            } else if (c <= ' ' ? Character.isWhitespace(c) : spaceOrSelf(c) == ' ') {
                space = true;
            } else if (!invisible(c)) {
                if (!clean.isEmpty() && newLines > 0) {
                    clean.append(newLines > 1 ? "\n\n" : "\n");
                } else if (!clean.isEmpty() && space) {
                    clean.append(' ');
                }
                newLines = 0;
                space = false;
                // half of a surrogate pair is no character, and a database refuses it
                clean.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
            }
        }
        return Normalizer.normalize(clean, Normalizer.Form.NFC);
    }

    private static int spaceOrSelf(int c) {
        return c == 0x85 || Character.isSpaceChar(c) ? ' ' : c;
    }

    /** Controls, soft hyphens, zero-width and direction marks; joiners stay, since scripts and emoji need them. */
    private static boolean invisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> true;
            case Character.FORMAT -> c != 0x200C && c != 0x200D;
            case Character.UNASSIGNED -> (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
            default -> false;
        };
    }
}
