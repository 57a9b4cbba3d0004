package ai.chatforge.chat.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * A word as it is compared.
 *
 * @param letters without digits; may be empty
 * @param mixed with digits as letters, 1 as i
 * @param mixedL the same, 1 as l
 * @param bare the letters that a shifted alphabet shifts, and those of other scripts
 * @param number its value where it is nothing but one, else -1
 */
record Word(String letters, String bare, String mixed, String mixedL, long number) {
    private static final int LONGEST_NUMBER = 15;

    boolean hasAccents() {
        return letters.length() != bare.length();
    }

    boolean hasDigits() {
        return !letters.equals(mixed);
    }

    static List<Word> of(String text) {
        Splitter splitter = new Splitter();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            splitter.take(c);
            i += Character.charCount(c);
        }
        splitter.end();
        return splitter.words;
    }

    private static final class Splitter {
        private final List<Word> words = new ArrayList<>();
        private final StringBuilder letters = new StringBuilder();
        /** Whether the readings below are kept: most words read the same in all ways. */
        private boolean varied;

        private final StringBuilder bare = new StringBuilder();
        private final StringBuilder mixed = new StringBuilder();
        private final StringBuilder mixedL = new StringBuilder();
        private final StringBuilder digits = new StringBuilder();
        private int unspaced;
        private boolean special;

        void take(int c) {
            if (Fold.isPlain(c) && unspaced == 0) {
                plain(Fold.small(c));
                return;
            }
            String plain = Fold.of(c);
            String loose = Fold.loosely(c, false);
            if (plain.equals(Fold.GAP) && (loose.equals(Fold.GAP) || isEmpty())) {
                end();
                return;
            }
            if (plain.isEmpty()) {
                return;
            }
            other(c, plain, loose);
        }

        private void plain(char letter) {
            letters.append(letter);
            if (varied) {
                bare.append(letter);
                mixed.append(letter);
                mixedL.append(letter);
            }
        }

        private boolean isEmpty() {
            return varied ? mixed.isEmpty() : letters.isEmpty();
        }

        private void other(int c, String plain, String loose) {
            int limit = Fold.lettersOfWord(plain.charAt(0));
            if (limit != unspaced || (limit > 0 && letters.length() >= limit)) {
                end();
                unspaced = limit;
            }
            if (!varied) {
                varied = true;
                bare.append(letters);
                mixed.append(letters);
                mixedL.append(letters);
            }
            for (int i = 0; i < plain.length(); i++) {
                char part = plain.charAt(i);
                if (Fold.isDigit(part)) {
                    digits.append(part);
                } else if (part != ' ') {
                    letters.append(part);
                    if (Fold.isShifted(c)) {
                        bare.append(part);
                    }
                }
            }
            special |= !loose.equals(plain);
            mixed.append(loose);
            mixedL.append(Fold.loosely(c, true));
        }

        void end() {
            if (!isEmpty()) {
                boolean number = letters.isEmpty() && !digits.isEmpty() && digits.length() <= LONGEST_NUMBER;
                String plain = letters.toString();
                words.add(new Word(
                        plain,
                        !varied || bare.length() == plain.length() ? plain : bare.toString(),
                        special ? mixed.toString() : plain,
                        special ? mixedL.toString() : plain,
                        number ? Long.parseLong(digits.toString()) : -1));
            }
            letters.setLength(0);
            bare.setLength(0);
            mixed.setLength(0);
            mixedL.setLength(0);
            digits.setLength(0);
            unspaced = 0;
            special = false;
            varied = false;
        }
    }
}
