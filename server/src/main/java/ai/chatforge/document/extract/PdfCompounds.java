package ai.chatforge.document.extract;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that have a hyphen of their own: seen with it in the middle of a line, or made of a part that always has one. */
final class PdfCompounds {
    private static final Pattern COMPOUND = Pattern.compile("(?<![\\p{L}-])(\\p{L}{2,30}-\\p{Ll}{2,30})(?![\\p{L}-])");
    private static final Set<String> ALWAYS = Set.of("self", "well", "cross", "half");

    /** The ends of longer words of the same beginning, as in crossing and selfish, are shorter. */
    private static final int WHOLE_WORD = 5;

    private static final int MOST = 50_000;

    private final Set<String> seen = new HashSet<>();

    void read(String text) {
        Matcher compound = COMPOUND.matcher(text);
        while (seen.size() < MOST && compound.find()) {
            seen.add(compound.group(1).toLowerCase(Locale.ROOT));
        }
    }

    /** @param before the letters up to the hyphen, after those beyond it */
    boolean keepsHyphen(String before, String after) {
        String first = before.toLowerCase(Locale.ROOT);
        return seen.contains(first + "-" + after.toLowerCase(Locale.ROOT))
                || (ALWAYS.contains(first) && after.length() >= WHOLE_WORD);
    }
}
