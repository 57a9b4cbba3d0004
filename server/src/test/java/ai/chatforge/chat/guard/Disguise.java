package ai.chatforge.chat.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ways to write a text so that it does not look like itself, each with the way back: what a reader of the answer would do
 * to have the text again. The way back knows nothing of the guard's.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without a state
public enum Disguise {
    PLAIN(t -> t, t -> t),
    UPPER_CASE(t -> t.toUpperCase(java.util.Locale.ROOT), t -> t),
    ALTERNATING_CASE(Disguise::alternating, t -> t),
    ZERO_WIDTH(t -> between(t, "\u200B"), t -> t.replace("\u200B", "")),
    ZERO_WIDTH_MIX(t -> between(t, "\u2060\u00AD"), t -> t.replaceAll("[\u2060\u00AD]", "")),
    FULL_WIDTH(Disguise::fullWidth, Disguise::halfWidth),
    BOLD_MATHEMATICAL(Disguise::bold, Disguise::unbold),
    COMBINING_MARKS(t -> between(t, "\u0336"), t -> t.replace("\u0336", "")),
    CYRILLIC_LOOKALIKES(t -> swap(t, "aeopcyxi", "аеорсухі"), t -> swap(t, "аеорсухі", "aeopcyxi")),
    GREEK_LOOKALIKES(
            t -> swap(t, "ABEZHIKMNOPTYXov", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον"), t -> swap(t, "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEZHIKMNOPTYXov")),
    SPACED_LETTERS(t -> between(t, " ").replace("   ", "  |  "), t -> t.replace(" ", "")
            .replace("|", " ")),
    DASHED_LETTERS(t -> words(t, w -> between(w, "-")), t -> t.replace("-", "")),
    UNDERSCORES(t -> t.replaceAll("\\s+", "_"), t -> t.replace('_', ' ')),
    CAMEL_CASE(Disguise::camel, t -> t.replaceAll("(?<=[\\p{Ll}\\d.,])(?=\\p{Lu})", " ")),
    NEW_LINES(t -> t.replaceAll("\\s+", "\n"), t -> t),
    OTHER_PUNCTUATION(t -> swap(t, ",.:-", "،。：–").replace(" ", " · "), t -> t),
    NUMBERED_WORDS(Disguise::numbered, t -> t.replaceAll("(?m)^\\d+\\. ", "")),
    BULLETS(t -> words(t, w -> "\n* " + w), t -> t),
    MARKDOWN(t -> words(t, w -> "**" + w + "**"), t -> t.replace("**", "")),
    MARKDOWN_LINKS(
            t -> words(t, w -> "[" + w + "](https://x.example/" + w.length() + ")"),
            t -> t.replaceAll("]\\([^)]*\\)", "")),
    HTML_TAGS(t -> words(t, w -> "<b>" + w + "</b><i></i>"), t -> t.replaceAll("<[^>]*>", "")),
    HTML_INSIDE_WORDS(
            t -> words(t, w -> w.charAt(0) + "<span>" + w.substring(1) + "</span>"), t -> t.replaceAll("<[^>]*>", "")),
    HTML_ENTITIES(t -> codes(t, "&#%d;"), t -> uncode(t, "&#(\\d+);", 10)),
    HTML_HEX_ENTITIES(t -> codes(t, "&#x%X;"), t -> uncode(t, "&#x([0-9A-F]+);", 16)),
    UNICODE_ESCAPES(t -> codes(t, "\\u%04x"), t -> uncode(t, "\\\\u([0-9a-f]{4})", 16)),
    URL_ENCODING(t -> octets(t, "%%%02X"), t -> unoctets(t, "%([0-9A-F]{2})")),
    URL_ENCODED_SPACES(t -> t.replace(" ", "%20").replace(",", "%2C"), t -> t.replace("%20", " ")
            .replace("%2C", ",")),
    HEX(t -> octets(t, "%02x"), t -> unoctets(t, "([0-9a-f]{2})")),
    HEX_SPACED(t -> octets(t, "%02x "), t -> unoctets(t, "([0-9a-f]{2}) ?")),
    HEX_PREFIXED(t -> octets(t, "0x%02X, "), t -> unoctets(t, "0x([0-9A-F]{2}),? ?")),
    DECIMAL_CODES(t -> codes(t, "%d "), t -> uncode(t, "(\\d+) ", 10)),
    BASE64(t -> Base64.getEncoder().encodeToString(bytes(t)), Disguise::unbase64),
    BASE64_LINES(t -> Base64.getMimeEncoder(40, new byte[] {'\n'}).encodeToString(bytes(t)), Disguise::unbase64),
    BASE64_URL(t -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(t)), Disguise::unbase64),
    BASE64_UTF16(t -> Base64.getEncoder().encodeToString(t.getBytes(StandardCharsets.UTF_16LE)), t -> unbase64(t)
            .replace("\0", "")),
    BASE64_WORDS(
            t -> words(t, w -> Base64.getEncoder().encodeToString(bytes(w))), t -> words(t, Disguise::unbase64Word)),
    ROT13(t -> shifted(t, 13), t -> shifted(t, 13)),
    CAESAR_5(t -> shifted(t, 5), t -> shifted(t, 21)),
    ROT13_BASE64(t -> BASE64.write(shifted(t, 13)), t -> shifted(unbase64(t), 13)),
    REVERSED(
            t -> new StringBuilder(t).reverse().toString(),
            t -> new StringBuilder(t).reverse().toString()),
    WORDS_REVERSED(
            t -> words(t, w -> new StringBuilder(w).reverse().toString()),
            t -> words(t, w -> new StringBuilder(w).reverse().toString())),
    WORDS_BACKWARDS(Disguise::backwards, Disguise::backwards),
    FILLED(t -> words(t, w -> w + " banana"), t -> t.replaceAll("(?i) ?banana", "")),
    FILLED_TWICE(t -> words(t, w -> "apple " + w + " pear"), t -> t.replaceAll(" ?(apple|pear) ?", " ")),
    EVERY_SECOND_WORD(t -> everySecond(t, 0), t -> t),
    LEET(t -> swap(t, "oieast", "013457"), t -> swap(t, "013457", "oieast")),
    LEET_L(t -> swap(t, "oleas", "01345"), t -> swap(t, "01345", "oleas")),
    QUOTED_PRINTABLE(t -> octets(t, "=%02X"), t -> unoctets(t, "=([0-9A-F]{2})")),
    JSON_LIST(t -> words(t, w -> "\"" + w + "\","), t -> t.replaceAll("\",? ?\"?", " ")),
    SMALL_CAPITALS(
            t -> swap(t.toLowerCase(java.util.Locale.ROOT), "abcdeghijklmnoprtuvwyz", "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ"),
            t -> swap(t, "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", "abcdeghijklmnoprtuvwyz")),
    TAG_CHARACTERS(Disguise::tags, Disguise::untags);

    private final UnaryOperator<String> there;
    private final UnaryOperator<String> back;

    Disguise(UnaryOperator<String> there, UnaryOperator<String> back) {
        this.there = there;
        this.back = back;
    }

    public String write(String text) {
        return there.apply(text);
    }

    public String read(String text) {
        return back.apply(text);
    }

    private static String words(String text, UnaryOperator<String> each) {
        return Arrays.stream(text.strip().split("\\s+")).map(each).collect(Collectors.joining(" "));
    }

    private static String between(String text, String filler) {
        return text.codePoints().mapToObj(Character::toString).collect(Collectors.joining(filler));
    }

    private static String swap(String text, String from, String to) {
        return text.codePoints()
                .mapToObj(c -> from.indexOf(c) < 0
                        ? Character.toString(c)
                        : to.substring(from.indexOf(c), from.indexOf(c) + 1))
                .collect(Collectors.joining());
    }

    private static String alternating(String text) {
        return IntStream.range(0, text.length())
                .mapToObj(i -> text.substring(i, i + 1))
                .map(c -> c.hashCode() % 2 == 0 ? c.toUpperCase(java.util.Locale.ROOT) : c)
                .collect(Collectors.joining());
    }

    private static String fullWidth(String text) {
        return text.chars()
                .mapToObj(c -> Character.toString(c > ' ' && c < 127 ? c + 0xFEE0 : c))
                .collect(Collectors.joining());
    }

    private static String halfWidth(String text) {
        return text.chars()
                .mapToObj(c -> Character.toString(c > 0xFF00 && c < 0xFF5F ? c - 0xFEE0 : c))
                .collect(Collectors.joining());
    }

    private static String bold(String text) {
        return text.chars()
                .mapToObj(c -> Character.toString(
                        c >= 'a' && c <= 'z' ? 0x1D41A + c - 'a' : c >= 'A' && c <= 'Z' ? 0x1D400 + c - 'A' : c))
                .collect(Collectors.joining());
    }

    private static String unbold(String text) {
        return text.codePoints()
                .mapToObj(c -> Character.toString(
                        c >= 0x1D41A && c < 0x1D434
                                ? c - 0x1D41A + 'a'
                                : c >= 0x1D400 && c < 0x1D41A ? c - 0x1D400 + 'A' : c))
                .collect(Collectors.joining());
    }

    private static String tags(String text) {
        return "Certainly!"
                + text.codePoints()
                        .mapToObj(c -> Character.toString(c < 127 ? 0xE0000 + c : c))
                        .collect(Collectors.joining());
    }

    private static String untags(String text) {
        return text.codePoints()
                .mapToObj(c -> Character.toString(c > 0xE0000 && c < 0xE007F ? c - 0xE0000 : c))
                .collect(Collectors.joining());
    }

    private static String camel(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .map(w -> w.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + w.substring(1))
                .collect(Collectors.joining());
    }

    private static String numbered(String text) {
        String[] words = text.strip().split("\\s+", -1);
        return IntStream.range(0, words.length)
                .mapToObj(i -> (i + 1) + ". " + words[i])
                .collect(Collectors.joining("\n"));
    }

    private static String backwards(String text) {
        List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+")));
        Collections.reverse(words);
        return String.join(" ", words);
    }

    private static String everySecond(String text, int first) {
        String[] words = text.strip().split("\\s+", -1);
        return IntStream.range(0, words.length)
                .filter(i -> i % 2 == first)
                .mapToObj(i -> words[i])
                .collect(Collectors.joining(" "));
    }

    private static String shifted(String text, int by) {
        return text.chars()
                .mapToObj(c -> Character.toString(
                        c >= 'a' && c <= 'z'
                                ? 'a' + (c - 'a' + by) % 26
                                : c >= 'A' && c <= 'Z' ? 'A' + (c - 'A' + by) % 26 : c))
                .collect(Collectors.joining());
    }

    private static String codes(String text, String format) {
        return text.codePoints().mapToObj(format::formatted).collect(Collectors.joining());
    }

    private static String uncode(String text, String pattern, int radix) {
        return Pattern.compile(pattern)
                .matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(m.group(1), radix))));
    }

    private static String octets(String text, String format) {
        StringBuilder all = new StringBuilder();
        for (byte b : bytes(text)) {
            all.append(format.formatted(b));
        }
        return all.toString();
    }

    private static String unoctets(String text, String pattern) {
        return Pattern.compile("(?:" + pattern.replace("(", "(?:") + ")++")
                .matcher(text)
                .replaceAll(run -> {
                    String hex = Pattern.compile(pattern)
                            .matcher(run.group())
                            .replaceAll("$1")
                            .replaceAll("[^0-9A-Fa-f]", "");
                    return Matcher.quoteReplacement(new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8));
                });
    }

    private static String unbase64(String text) {
        String plain = text.replace('-', '+').replace('_', '/').replaceAll("[^A-Za-z0-9+/]", "");
        StringBuilder all = new StringBuilder();
        // Wherever the encoded text begins.
        for (int from = 0; from < 4 && from < plain.length(); from++) {
            String some = plain.substring(from);
            String whole = some.substring(0, some.length() - (some.length() % 4 == 1 ? 1 : 0));
            all.append(new String(Base64.getDecoder().decode(whole), StandardCharsets.UTF_8))
                    .append(' ');
        }
        return all.toString().strip();
    }

    private static String unbase64Word(String word) {
        try {
            return new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return word;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
