package ai.chatforge.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user searches conversations for: every word has to be in the title or in a message, whatever the case, also as
 * a part of a longer word. So it works in languages that write no spaces, too.
 */
record SearchWords(List<String> words) {
    static final SearchWords NONE = new SearchWords(List.of());

    private static final int MOST = 8;
    /** Characters of an excerpt, and of those how many before the word. */
    private static final int EXCERPT = 160;

    private static final int BEFORE = 40;

    static SearchWords of(@Nullable String search) {
        if (search == null || search.isBlank()) {
            return NONE;
        }
        return new SearchWords(Arrays.stream(search.replace('\0', ' ').strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(MOST)
                .toList());
    }

    /** For the SQL of a query over chat.conversation {@code c}. */
    String condition() {
        StringBuilder condition = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            condition.append("""
                     and (c.title ilike :word%1$d or exists (
                       select from chat.message m
                       where m.conversation_id = c.id and m.replaced_by is null and m.content ilike :word%1$d))
                    """.formatted(i));
        }
        return condition.toString();
    }

    /** A column: the latest message with one of the words, around that word; null when only the title has them. */
    String excerpt() {
        if (words.isEmpty()) {
            return "null::text";
        }
        List<String> any = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            any.add("m.content ilike :word" + i);
        }
        return """
                (select m.content from chat.message m
                 where m.conversation_id = c.id and m.replaced_by is null and (%s)
                 order by m.id desc limit 1)
                """.formatted(String.join(" or ", any));
    }

    Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            parameters.put("word" + i, "%" + escaped(words.get(i)) + "%");
        }
        return parameters;
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** On one line, with a sign where something was left out. */
    @Nullable
    String excerptOf(@Nullable String content) {
        if (content == null) {
            return null;
        }
        String line = content.replaceAll("\\s+", " ").strip();
        int from = Math.max(0, first(line) - BEFORE);
        if (from > 0) {
            int space = line.indexOf(' ', from);
            from = space >= 0 && space < from + BEFORE / 2 ? space + 1 : onCharacter(line, from);
        }
        int to = onCharacter(line, Math.min(line.length(), from + EXCERPT));
        return (from > 0 ? "…" : "") + line.substring(from, to).strip() + (to < line.length() ? "…" : "");
    }

    private int first(String line) {
        return words.stream()
                .map(word -> Pattern.compile(Pattern.quote(word), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .matcher(line))
                .filter(Matcher::find)
                .mapToInt(Matcher::start)
                .min()
                .orElse(0);
    }

    private static int onCharacter(String line, int at) {
        return at > 0 && at < line.length() && Character.isLowSurrogate(line.charAt(at)) ? at - 1 : at;
    }
}
