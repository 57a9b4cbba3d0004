package ai.chatforge.chat.guard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private passage in all its shapes.
 *
 * @param letters without digits; null, as {@code mixed}, where it is too short for a run
 * @param mixed with digits as letters
 * @param accents whether there are letters that a shifted alphabet (rot13) leaves as they are
 */
record PrivatePassage(@Nullable Shapes letters, @Nullable Shapes mixed, boolean accents) implements KnownTexts.Kept {

    static PrivatePassage of(String text) {
        List<Word> words = Word.of(text);
        return Shapes.isTooShort(words)
                ? new PrivatePassage(null, null, false)
                : new PrivatePassage(
                        Shapes.letters(words),
                        Shapes.mixed(words),
                        words.stream().anyMatch(Word::hasAccents));
    }

    @Override
    public int bytes() {
        return letters == null || mixed == null ? 0 : letters.bytes() + mixed.bytes();
    }
}
