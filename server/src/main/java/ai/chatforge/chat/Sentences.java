package ai.chatforge.chat;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Sentences of a passage that can stand alone. */
final class Sentences {
    private static final int FEWEST_WORDS = 4;
    private static final int MOST_WORDS = 60;
    /** A word of Chinese or Japanese, roughly. */
    private static final int CHARACTERS_OF_A_WORD = 2;

    private static final Pattern EMPTY_LINES = Pattern.compile("\\n\\s*\\n");
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s.*");
    private static final Pattern ITEM = Pattern.compile("[-*•·]\\s+(.*)");
    private static final Pattern NUMBERED = Pattern.compile("\\d{1,3}[.)]\\s.*");
    private static final Pattern ENDED = Pattern.compile(".*[.!?:…。！？：][\\])'\"”’»」』）]*");
    /** A line that is shorter than this, against the longest one, was not broken because it was full. */
    private static final double BROKEN_EARLY = 0.6;

    private Sentences() {}

    /** @param count of all words; {@code words} are the ones with meaning */
    record Sentence(String text, Set<String> words, int count) {}

    static List<Sentence> of(String passage) {
        int longest = passage.lines().mapToInt(String::length).max().orElse(0);
        List<Sentence> sentences = new ArrayList<>();
        for (String paragraph : EMPTY_LINES.split(passage, -1)) {
            if (!paragraph.strip().startsWith("|")) {
                pieces(paragraph, longest).forEach(piece -> sentences(piece, sentences));
            }
        }
        return sentences;
    }

    /** The answer to a question that its owner wrote: however short it is, it can stand alone. */
    static List<Sentence> ofAnswer(String text) {
        List<Sentence> sentences = of(text);
        String plain = text.replaceAll("\\s+", " ").strip();
        boolean brief = sentences.isEmpty() && !plain.isEmpty() && count(plain) <= MOST_WORDS;
        return brief ? List.of(new Sentence(whole(plain), Words.contentOf(plain), count(plain))) : sentences;
    }

    /** What stands in lines of its own for a reason: headings, which are no statements and left out, and items of lists. */
    private static List<String> pieces(String paragraph, int longest) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        List<String> lines = paragraph.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            // A number in the middle of a sentence may be a day of the month.
            boolean item = ITEM.matcher(line).matches()
                    || (NUMBERED.matcher(line).matches() && ENDED.matcher(piece).matches());
            if (HEADING.matcher(line).matches() || item) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            if (HEADING.matcher(line).matches()) {
                continue;
            }
            piece.append(piece.isEmpty() ? "" : " ").append(ITEM.matcher(line).replaceFirst("$1"));
            if (i + 1 < lines.size() && isTitle(line, lines.get(i + 1), longest)) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }

    /** A heading without marks: short, not ended, and what follows begins anew. */
    private static boolean isTitle(String line, String next, int longest) {
        return line.length() < BROKEN_EARLY * longest
                && !ENDED.matcher(line).matches()
                && !line.endsWith(",")
                && !next.isEmpty()
                && !startsInTheMiddle(next);
    }

    private static void sentences(String piece, List<Sentence> into) {
        // A passage may begin in the middle of a sentence: what comes before the first capital letter is a fragment.
        String text = piece.replaceAll("\\s+", " ").strip();
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text);
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            String sentence = text.substring(from, to).strip();
            int count = count(sentence);
            if (count >= FEWEST_WORDS && count <= MOST_WORDS && !startsInTheMiddle(sentence)) {
                into.add(new Sentence(whole(sentence), Words.contentOf(sentence), count));
            }
        }
    }

    private static int count(String sentence) {
        int count = 0;
        for (String word : sentence.split(" ", -1)) {
            count += Words.isWithoutSpaces(word) ? Math.max(1, word.length() / CHARACTERS_OF_A_WORD) : 1;
        }
        return count;
    }

    private static boolean startsInTheMiddle(String sentence) {
        int first = sentence.codePointAt(0);
        return Character.isLowerCase(first) || first == ',' || first == ')' || first == ';';
    }

    // Brackets with a number would be taken for a citation.
    private static String whole(String sentence) {
        String plain = sentence.replaceAll("\\[(\\d+)]", "($1)");
        return ENDED.matcher(plain).matches() ? plain : plain + ".";
    }
}
