package ai.chatforge.chat.guard;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * With escapes resolved (%73, &amp;#115;, backslash u0073, =73) and marks left out (HTML tags, targets of Markdown
 * links). Until the first of them it is the plain reading.
 */
final class EscapedReading implements Reading {
    private static final int LONGEST = 300;
    private static final Pattern HEX = Pattern.compile("[%=]([0-9A-Fa-f]{2})|\\\\x([0-9A-Fa-f]{2})");
    private static final Pattern UNICODE =
            Pattern.compile("\\\\u([0-9A-Fa-f]{4})|\\\\u\\{([0-9A-Fa-f]{1,6})}|&#[xX]([0-9A-Fa-f]{1,6});");
    private static final Pattern DECIMAL = Pattern.compile("&#([0-9]{1,7});");
    private static final Pattern NAMED = Pattern.compile("&([A-Za-z]{2,8});");
    private static final Pattern BEGUN = Pattern.compile(
            "[%=][0-9A-Fa-f]?|\\\\(?:x[0-9A-Fa-f]?|u[0-9A-Fa-f]{0,3}|u\\{[0-9A-Fa-f]{0,6})?|&(?:#[0-9]{0,7}|#[xX][0-9A-Fa-f]{0,6}|[A-Za-z]{0,8})"
                    + "|<(?:[/!A-Za-z][^>]{0,300})?|](?:\\([^)]{0,300})?");
    private static final Pattern MARK = Pattern.compile("<[/!A-Za-z][^>]*>|]\\([^)]*\\)");
    private static final String STARTS = "%=\\&<]";
    private static final Map<String, Integer> NAMES = Map.of("amp", (int) '&', "lt", (int) '<', "gt", (int) '>');

    private final PrivateText text;
    private final Coverage coverage;
    private PlainReading plain;
    private final StringBuilder pending = new StringBuilder();
    private boolean active;
    private int missing;
    private int character;

    EscapedReading(PrivateText text, Coverage coverage, PlainReading source) {
        this.text = text;
        this.coverage = coverage;
        this.plain = source;
    }

    /** Before the source itself takes the character. */
    @Override
    public int take(int c, int place) {
        if (!active) {
            if (Fold.isPlain(c) || c == ' ' || (c > 127 ? !Fold.canHideText(c) : STARTS.indexOf(c) < 0)) {
                return Track.FINE;
            }
            active = true;
            PlainReading own = new PlainReading(text, coverage);
            own.copy(plain);
            plain = own;
        }
        if (Fold.canHideText(c)) {
            return plain.take(c & 0x7F, place);
        }
        if (pending.isEmpty()) {
            return begin(c, place);
        }
        pending.appendCodePoint(c);
        if (pending.length() <= LONGEST) {
            int from = resolved(place);
            if (pending.isEmpty() || BEGUN.matcher(pending).matches()) {
                return from;
            }
        }
        pending.setLength(pending.length() - Character.charCount(c));
        int from = spill(place);
        return Math.min(from, begin(c, place));
    }

    private int begin(int c, int place) {
        if (c < 128 && STARTS.indexOf(c) >= 0) {
            pending.append((char) c);
            return Track.FINE;
        }
        return plain.take(c, place);
    }

    private int spill(int place) {
        String text = pending.toString();
        pending.setLength(0);
        int from = Track.FINE;
        for (int i = 0; i < text.length(); i++) {
            from = Math.min(from, plain.take(text.charAt(i), place));
        }
        return from;
    }

    /** Empties what is pending when it is whole. */
    private int resolved(int place) {
        int from = Track.FINE;
        Matcher matcher = HEX.matcher(pending);
        if (matcher.matches()) {
            from = octet(Integer.parseInt(group(matcher), 16), place);
        } else if (matcher.usePattern(UNICODE).matches()) {
            from = letter(Integer.parseInt(group(matcher), 16), place);
        } else if (matcher.usePattern(DECIMAL).matches()) {
            from = letter(Integer.parseInt(group(matcher)), place);
        } else if (matcher.usePattern(NAMED).matches()) {
            from = letter(NAMES.getOrDefault(group(matcher), (int) ' '), place);
        } else if (!matcher.usePattern(MARK).matches()) {
            return from;
        }
        pending.setLength(0);
        return from;
    }

    private static String group(Matcher matcher) {
        for (int i = 1; i <= matcher.groupCount(); i++) {
            if (matcher.group(i) != null) {
                return matcher.group(i);
            }
        }
        return "";
    }

    private int letter(int c, int place) {
        return Character.isValidCodePoint(c) ? plain.take(c, place) : Track.FINE;
    }

    private int octet(int value, int place) {
        if (value < 0x80) {
            missing = 0;
            return plain.take(value, place);
        }
        if (value < 0xC0) {
            character = (character << 6) | (value & 0x3F);
            return missing > 0 && --missing == 0 ? letter(character, place) : Track.FINE;
        }
        missing = value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
        character = value & (0x3F >> missing);
        return Track.FINE;
    }

    @Override
    public int holdFrom() {
        return active ? plain.holdFrom() : Track.FINE;
    }
}
