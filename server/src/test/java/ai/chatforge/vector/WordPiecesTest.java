package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the tokenizer that the model was made with. */
class WordPiecesTest {
    private static WordPieces ours;
    private static HuggingFaceTokenizer theirs;

    @BeforeAll
    static void load() throws IOException {
        try (InputStream json = tokenizer();
                InputStream again = tokenizer()) {
            ours = WordPieces.read(json);
            theirs = HuggingFaceTokenizer.newInstance(again, Map.of("padding", "false", "truncation", "false"));
        }
    }

    private static InputStream tokenizer() {
        return Objects.requireNonNull(WordPiecesTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json"));
    }

    @AfterAll
    static void close() {
        theirs.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "How long is the guarantee of the X-200 pump?",
                "unbelievable tokenization, antidisestablishmentarianism; don't e-mail me@example.com!",
                "Prices: 1,299.00 € (incl. 19% VAT) — see § 4.2",
                "Café naïve Ångström ÉCOLE Straße İstanbul ΑΣΟΣ",
                "这是一个测试。日本語のテキスト 한국어 텍스트 ไทย العربية עברית हिन्दी",
                "tabs\tand\nnew\r\nlines\u00A0no-break\u2003em\u200Bzero\u00ADsoft\u0000nul\uFFFDlost",
                "emoji 😀👩‍👩‍👧 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ﬁ ligature ① Ⅳ ½ x² a_b `code` ^ ~ $100 + 5 < 6 | 7",
                "",
                "   ",
            })
    void splitsLikeTheModelsOwnTokenizer(String text) {
        assertThat(withMarks(ours.of(text))).isEqualTo(theirs.encode(text).getIds());
    }

    @Test
    void splitsAnyMixtureLikeTheModelsOwnTokenizer() {
        Random random = new Random(42);
        String alphabet =
                "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789  .,;:!?'\"()-_/äöüßéñçøłðπДжшאבعرक्中文日本かな가각€™…–—“”";
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(300);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(withMarks(ours.of(text.toString())))
                    .as(text.toString())
                    .isEqualTo(theirs.encode(text.toString()).getIds());
        }
    }

    @Test
    void aWordWithoutEndIsOneUnknownPiece() {
        String word = "a".repeat(5_000_000);
        assertThat(ours.of(word + " pump")).hasSize(2);
    }

    @Test
    void marksOfTheModelInATextAreOrdinaryText() {
        assertThat(ours.of("[SEP]")).doesNotContain(ours.last());
    }

    private static long[] withMarks(int[] pieces) {
        long[] all = new long[pieces.length + 2];
        all[0] = ours.first();
        for (int i = 0; i < pieces.length; i++) {
            all[i + 1] = pieces[i];
        }
        all[all.length - 1] = ours.last();
        return all;
    }
}
