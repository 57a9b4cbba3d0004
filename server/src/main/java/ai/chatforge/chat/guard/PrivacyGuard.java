package ai.chatforge.chat.guard;

import java.util.List;
import java.util.function.Supplier;

/**
 * Stands between a model and everything else. Takes what the model writes piece by piece and gives out what may leave; a
 * run of eight private words or a name of a private source is replaced, in whatever way it is written. Holds back the
 * last few letters, and more only while they stand in a private passage.
 */
public final class PrivacyGuard {
    /** With so many replacements the answer is over: what goes on after them is no accident. */
    private static final int MOST_HITS = 3;

    private static final int HELD_LETTERS = 8;
    private static final int HELD_UNSPACED = 3;
    private static final int HELD_CHARACTERS = 32;
    private static final int REMEMBERED = 8_000;

    private final Supplier<String> replacement;
    private final EscapedReading escaped;
    private final PlainReading plain;
    private final ApartReading apart;
    private final Base64Reading base64;
    private final CodeReading code;

    private final StringBuilder held = new StringBuilder();
    /** Of each character held, where it stood; of a replacement, the complement of that. */
    private final Ints places = new Ints();

    private int place;
    private int given;
    private int hits;
    private boolean lastWasReplaced;
    private char highSurrogate;

    /**
     * @param earlier answers of the same conversation, oldest first
     * @param replacement what stands for what must not leave; most answers do not ask for it
     */
    public PrivacyGuard(PrivateText text, List<String> earlier, Supplier<String> replacement) {
        this.replacement = replacement;
        Coverage coverage = new Coverage(text.letters().runs().size());
        this.plain = new PlainReading(text, coverage);
        this.apart = new ApartReading(text, coverage);
        this.escaped = new EscapedReading(text, coverage, plain);
        this.base64 = new Base64Reading(text, coverage);
        this.code = new CodeReading(text, coverage);
        String all = String.join(" ", earlier);
        int from = Math.max(0, all.length() - REMEMBERED);
        all.substring(0, from).codePoints().forEach(c -> plain.take(c, 0));
        all.substring(from).codePoints().forEach(this::read);
    }

    /** What may be shown of the text so far. */
    public String take(String text) {
        for (int i = 0; i < text.length() && !isOver(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                highSurrogate = c;
            } else if (Character.isLowSurrogate(c) && highSurrogate != 0) {
                take(Character.toCodePoint(highSurrogate, c));
                highSurrogate = 0;
            } else {
                highSurrogate = 0;
                take(c);
            }
        }
        return isOver() ? release(Integer.MAX_VALUE) : release(holdFrom());
    }

    private void take(int c) {
        if (!Fold.canHideText(c)) {
            held.appendCodePoint(c);
            for (int i = 0; i < Character.charCount(c); i++) {
                places.add(place);
            }
        }
        int from = read(c);
        place++;
        if (from != Track.FINE) {
            withhold(from);
        }
    }

    private int read(int c) {
        // One by one, as each is then compiled into this: a fifth of what a letter costs.
        int from = escaped.take(c, place);
        from = Math.min(from, plain.take(c, place));
        from = Math.min(from, apart.take(c, place));
        from = Math.min(from, base64.take(c, place));
        return Math.min(from, code.take(c, place));
    }

    private void withhold(int from) {
        int keep = given;
        while (keep < held.length() && placeOf(keep) < from) {
            keep++;
        }
        int first = keep < held.length() ? placeOf(keep) : place - 1;
        boolean replacedAlready = false;
        for (int i = keep; i < held.length(); i++) {
            replacedAlready |= isReplacement(i);
        }
        boolean followsOne = followsReplacement(keep);
        held.setLength(keep);
        places.cut(keep);
        if (!followsOne) {
            String instead = replacement.get();
            for (int i = 0; i < instead.length(); i++) {
                held.append(instead.charAt(i));
                places.add(~first);
            }
        }
        if (!followsOne && !replacedAlready) {
            hits++;
        }
    }

    /** Whether between there and the last replacement stands no word. */
    private boolean followsReplacement(int at) {
        for (int i = at - 1; i >= given; i--) {
            if (isReplacement(i)) {
                return true;
            } else if (Character.isLetterOrDigit(held.charAt(i))) {
                return false;
            }
        }
        return lastWasReplaced;
    }

    private int placeOf(int at) {
        return Math.max(places.get(at), ~places.get(at));
    }

    private boolean isReplacement(int at) {
        return places.get(at) < 0;
    }

    private int holdFrom() {
        int from = Math.max(
                plain.trail().place(Fold.lettersOfWord(lastLetter()) > 0 ? HELD_UNSPACED : HELD_LETTERS - 1),
                apart.thirdLastWord());
        from = Math.max(Math.min(from, place), place - HELD_CHARACTERS);
        from = Math.min(from, escaped.holdFrom());
        from = Math.min(from, plain.holdFrom());
        from = Math.min(from, apart.holdFrom());
        from = Math.min(from, base64.holdFrom());
        return Math.min(from, code.holdFrom());
    }

    private char lastLetter() {
        return held.isEmpty() ? 'a' : held.charAt(held.length() - 1);
    }

    private String release(int before) {
        int to = given;
        while (to < held.length() && placeOf(to) < before) {
            lastWasReplaced = isReplacement(to) || (lastWasReplaced && !Character.isLetterOrDigit(held.charAt(to)));
            to++;
        }
        String text = held.substring(given, to);
        given = to;
        if (given == held.length()) {
            held.setLength(0);
            places.cut(0);
            given = 0;
        }
        return text;
    }

    /** What is left when the answer ends. */
    public String end() {
        return release(Integer.MAX_VALUE);
    }

    /** How often something was replaced. */
    public int hits() {
        return hits;
    }

    /** Nothing more is given out. */
    public boolean isOver() {
        return hits >= MOST_HITS;
    }

    /** A text that was written at once; of no more use afterwards. */
    public String whole(String text) {
        return take(text) + end();
    }
}
