package ai.chatforge.chat.guard;

import ai.chatforge.platform.text.Invisible;
import java.text.Normalizer;
import java.util.Locale;

/** What a character is read as, however it is written: small Latin letters, digits, letters of other scripts. */
final class Fold {
    /** Between words. */
    static final String GAP = " ";
    /** As if it were not there. */
    static final String NOTHING = "";

    /** Pairs of a character and what it looks like. Of the capitals the small letters are looked up. */
    private static final String ALIKE = "аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕsԁdһhԛqԝwӏlαaβbεeζzηhιiκkμmνnοoρpτtυyχxςσ"
            + "օoսuհhոnցgզqɑaɡgɩiıiøołlđdħhŧtƅbɐaɔcǝeɟfɥhɾjʞkɯmɹrʇtʌvʍwʎyʙbɢgʜhɪiʟlɴnʀrʏy"
            + "ᴀaᴄcᴅdᴇeᴊjᴋkᴍmᴏoᴘpᴛtᴜuᴠvᴡwᴢzꜰfꜱs";
    /** Where capital and small letter look like different ones, or the likeness is a loose one. */
    private static final String LOOSELY = "νvηnυuωwγyпnиuгrьbшwфoзe";

    private static final String[] PLAIN = new String[Character.MIN_SUPPLEMENTARY_CODE_POINT];
    private static final String DIGITS_AS_LETTERS = "oizeasgtbg";

    private Fold() {}

    /** Letters and digits, {@link #GAP} or {@link #NOTHING}. */
    static String of(int c) {
        if (c >= PLAIN.length) {
            return compute(c);
        }
        String known = PLAIN[c];
        if (known == null) {
            known = compute(c);
            PLAIN[c] = known;
        }
        return known;
    }

    /** Digits and signs as the letters that they stand for in "s3cr3t", and loose likenesses. */
    static String loosely(int c, boolean oneIsL) {
        return switch (c) {
            case '@' -> "a";
            case '$' -> "s";
            case '€' -> "e";
            default -> c > 0x370 && c < 0x460 ? alikeLoosely(c) : withLetters(of(c), oneIsL);
        };
    }

    private static String alikeLoosely(int c) {
        // Greek capitals look like other letters than their small ones do.
        int at = LOOSELY.indexOf(Character.isUpperCase(c) && c < 0x400 ? 0 : c);
        return at >= 0 && at % 2 == 0 ? LOOSELY.substring(at + 1, at + 2) : of(c);
    }

    private static String withLetters(String plain, boolean oneIsL) {
        return plain.length() == 1 && isDigit(plain.charAt(0)) ? letter(plain.charAt(0), oneIsL) : plain;
    }

    private static String letter(char digit, boolean oneIsL) {
        return digit == '1' && oneIsL ? "l" : DIGITS_AS_LETTERS.substring(digit - '0', digit - '0' + 1);
    }

    /** Not an accented Latin letter, which rot13 and its kin leave as it is. */
    static boolean isShifted(int c) {
        return c < 0x80 || c > 0x24F;
    }

    /** A Latin letter without anything, which is read as the small one. */
    static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static char small(int plain) {
        return (char) (plain | 0x20);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Of a script that is written without spaces: that many letters count as a word. Otherwise 0. */
    static int lettersOfWord(char c) {
        if (c < 0x0E00) {
            return 0;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return switch (script) {
            case HAN, HIRAGANA, KATAKANA -> 2;
            case THAI, LAO, KHMER, MYANMAR -> 3;
            default -> Character.isSurrogate(c) ? 4 : 0;
        };
    }

    private static String compute(int c) {
        if (c >= 0x1F130 && c <= 0x1F189 && (c - 0x1F130) % 0x20 < 26) {
            return latin((c - 0x1F130) % 0x20);
        }
        if (c >= 0x1F1E6 && c <= 0x1F1FF) {
            return latin(c - 0x1F1E6);
        }
        if (Invisible.is(c) || isMark(c)) {
            return NOTHING;
        }
        String parts = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD);
        StringBuilder folded = new StringBuilder();
        boolean gap = false;
        for (int i = 0; i < parts.length(); i += Character.charCount(parts.codePointAt(i))) {
            int part = parts.codePointAt(i);
            if (Character.isLetter(part)) {
                folded.append(alike(Character.toLowerCase(part)));
            } else if (Character.digit(part, 10) >= 0) {
                folded.append((char) ('0' + Character.digit(part, 10)));
            } else {
                gap |= !isMark(part);
            }
        }
        return folded.isEmpty() && gap ? GAP : folded.toString();
    }

    private static String latin(int number) {
        return Character.toString('a' + number);
    }

    private static String alike(int letter) {
        String text = Character.toString(letter);
        int at = text.length() == 1 ? ALIKE.indexOf(text) : -1;
        if (at >= 0 && at % 2 == 0) {
            return ALIKE.substring(at + 1, at + 2);
        }
        return switch (letter) {
            case 'ß' -> "ss";
            case 'æ' -> "ae";
            case 'œ' -> "oe";
            case 'þ' -> "th";
            default -> text.toLowerCase(Locale.ROOT);
        };
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /** Characters in which whole texts can be hidden from the eye, and that no answer needs. */
    static boolean canHideText(int c) {
        return c >= 0xE0000 && c <= 0xE0FFF;
    }
}
