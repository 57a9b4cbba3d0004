package ai.chatforge.chat;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Sentences of a passage that can stand alone. */
final class Sentences {
    private static final int FEWEST_WORDS = 4;
    private static final int MOST_WORDS = 60;

    private Sentences() {}

    /** @param count of all words; {@code words} are the ones with meaning */
    record Sentence(String text, Set<String> words, int count) {}

    static List<Sentence> of(String passage) {
        List<Sentence> sentences = new ArrayList<>();
        for (String paragraph : passage.split("\\n\\s*\\n", -1)) {
            if (!paragraph.strip().startsWith("|")) {
                sentences(paragraph, sentences);
            }
        }
        return sentences;
    }

    private static void sentences(String paragraph, List<Sentence> into) {
        // A passage may begin in the middle of a sentence: what comes before the first capital letter is a fragment.
        String text = paragraph.replaceAll("\\s+", " ").strip();
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text);
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            String sentence = text.substring(from, to).strip().replaceAll("^[-*•·]\\s+", "");
            int count = sentence.split(" ", -1).length;
            if (count >= FEWEST_WORDS && count <= MOST_WORDS && !startsInTheMiddle(sentence)) {
                into.add(new Sentence(whole(sentence), Words.contentOf(sentence), count));
            }
        }
    }

    private static boolean startsInTheMiddle(String sentence) {
        int first = sentence.codePointAt(0);
        return Character.isLowerCase(first) || first == ',' || first == ')' || first == ';';
    }

    // Brackets with a number would be taken for a citation.
    private static String whole(String sentence) {
        String plain = sentence.replaceAll("\\[(\\d+)]", "($1)");
        return plain.matches(".*[.!?:…。！？]['\")”’»]*") ? plain : plain + ".";
    }
}
