package ai.chatforge.vector;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Splits a text into the word pieces of an uncased BERT model (Devlin et al. 2018): lower case, no accents, each
 * punctuation mark and each Chinese character for itself, then always the longest piece that the vocabulary has.
 *
 * <p>Our own, because the native library that does the same takes 2 ms for a passage, a tenth of the whole embedding,
 * unpacks itself into the user's home, and cuts the text after 128 pieces unless told otherwise. A test compares both.
 */
final class WordPieces {
    private static final int LONGEST_WORD = 100;
    private static final int REPLACEMENT = 0xFFFD;

    private final Map<String, Integer> beginnings = new HashMap<>();
    private final Map<String, Integer> continuations = new HashMap<>();
    private final int longest;
    private final int unknown;
    private final int first;
    private final int last;

    private WordPieces(Map<String, Integer> vocabulary, String prefix, String unknownMark) {
        int most = 1;
        for (Map.Entry<String, Integer> piece : vocabulary.entrySet()) {
            boolean inside = piece.getKey().startsWith(prefix) && piece.getKey().length() > prefix.length();
            String letters = inside ? piece.getKey().substring(prefix.length()) : piece.getKey();
            (inside ? continuations : beginnings).put(letters, piece.getValue());
            most = Math.max(most, letters.length());
        }
        longest = most;
        unknown = special(unknownMark);
        first = special("[CLS]");
        last = special("[SEP]");
    }

    /**
     * From a {@code tokenizer.json}.
     *
     * @throws IllegalArgumentException when it cuts texts in another way
     */
    static WordPieces read(InputStream json) throws IOException {
        JsonNode tokenizer = JsonMapper.builder().build().readTree(json.readAllBytes());
        JsonNode model = tokenizer.path("model");
        if (!model.has("continuing_subword_prefix") || !model.path("vocab").isObject()) {
            throw new IllegalArgumentException("The tokenizer does not cut texts into word pieces as BERT does");
        }
        if (!tokenizer.path("normalizer").path("lowercase").asBoolean(true)) {
            throw new IllegalArgumentException("The tokenizer keeps capital letters; only uncased models can be used");
        }
        Map<String, Integer> vocabulary = new HashMap<>();
        model.path("vocab")
                .properties()
                .forEach(
                        piece -> vocabulary.put(piece.getKey(), piece.getValue().asInt()));
        return new WordPieces(
                vocabulary,
                model.path("continuing_subword_prefix").asString(),
                model.path("unk_token").asString());
    }

    /** From the lines of a {@code vocab.txt}, one piece each. */
    static WordPieces ofVocabulary(List<String> lines) {
        Map<String, Integer> vocabulary = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            vocabulary.put(lines.get(i).strip(), i);
        }
        return new WordPieces(vocabulary, "##", "[UNK]");
    }

    private int special(String mark) {
        Integer id = beginnings.get(mark);
        if (id == null) {
            throw new IllegalArgumentException("The vocabulary has no " + mark);
        }
        return id;
    }

    /** The mark that every input of the model begins with. */
    int first() {
        return first;
    }

    /** The mark that every input of the model ends with. */
    int last() {
        return last;
    }

    /** The pieces of the text, without the marks. */
    int[] of(String text) {
        Collector pieces = new Collector(text.length());
        StringBuilder word = new StringBuilder();
        int[] plain = withoutAccents(text).codePoints().toArray();
        for (int raw : plain) {
            int c = Character.toLowerCase(raw);
            if (isSpace(c)) {
                pieces.add(word);
            } else if (standsAlone(c)) {
                pieces.add(word);
                pieces.add(word.appendCodePoint(c));
            } else if (!isDropped(c)) {
                word.appendCodePoint(c);
            }
        }
        pieces.add(word);
        return pieces.result();
    }

    private static String withoutAccents(String text) {
        return isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFD);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || (c > 0x7F && Character.isSpaceChar(c));
    }

    private static boolean isDropped(int c) {
        if (c == REPLACEMENT) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.NON_SPACING_MARK -> true;
            default -> false;
        };
    }

    private static boolean standsAlone(int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> isChinese(c);
        };
    }

    /** CJK unified ideographs and their extensions and compatibility forms, as BERT has it: no kana, no hangul. */
    private static boolean isChinese(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    private final class Collector {
        private int[] ids;
        private int count;

        Collector(int characters) {
            this.ids = new int[Math.max(16, characters / 3)];
        }

        /** Takes the word and empties it. */
        void add(StringBuilder word) {
            if (word.isEmpty()) {
                return;
            }
            int before = count;
            if (word.codePointCount(0, word.length()) > LONGEST_WORD || !split(word)) {
                count = before;
                push(unknown);
            }
            word.setLength(0);
        }

        private boolean split(StringBuilder word) {
            int start = 0;
            while (start < word.length()) {
                Map<String, Integer> known = start == 0 ? beginnings : continuations;
                int end = Math.min(word.length(), start + longest);
                Integer id = known.get(word.substring(start, end));
                while (id == null && end - 1 > start) {
                    end--;
                    id = known.get(word.substring(start, end));
                }
                if (id == null) {
                    return false;
                }
                push(id);
                start = end;
            }
            return true;
        }

        private void push(int id) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
            }
            ids[count++] = id;
        }

        int[] result() {
            return Arrays.copyOf(ids, count);
        }
    }
}
