package ai.chatforge.chat.guard;

import java.util.List;
import java.util.function.Function;

/**
 * A text that may be repeated.
 *
 * @param forms its words run together, in all the ways in which they are compared
 */
record PermittedText(List<String> forms, Grams grams) implements KnownTexts.Kept {
    static PermittedText of(String text) {
        List<Word> words = Word.of(text);
        String plain = runTogether(words, Word::letters);
        List<String> forms = words.stream().anyMatch(Word::hasDigits)
                ? List.of(plain, runTogether(words, Word::mixed), runTogether(words, Word::mixedL))
                : List.of(plain);
        Letters letters = new Letters();
        for (String form : forms) {
            letters.border();
            for (int i = 0; i < form.length(); i++) {
                letters.add(form.charAt(i));
            }
        }
        return new PermittedText(forms, Grams.exact(letters.steps()));
    }

    private static String runTogether(List<Word> words, Function<Word, String> form) {
        StringBuilder all = new StringBuilder();
        words.forEach(word -> all.append(form.apply(word)));
        return all.toString();
    }

    boolean holds(String name) {
        for (String form : forms) {
            if (form.contains(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int bytes() {
        return grams.bytes()
                + forms.stream()
                        .mapToInt(form -> Character.BYTES * form.length())
                        .sum();
    }
}
