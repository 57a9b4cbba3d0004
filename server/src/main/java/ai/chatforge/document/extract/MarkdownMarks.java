package ai.chatforge.document.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/** Takes Markdown's inline marks off and leaves what a reader sees. */
final class MarkdownMarks {
    private record Rule(Pattern pattern, String replacement) {
        Rule(String pattern, String replacement) {
            this(Pattern.compile(pattern, Pattern.DOTALL), replacement);
        }
    }

    // bounded repetitions: a crafted line costs linear time
    private static final List<Rule> RULES = List.of(
            new Rule("!\\[([^\\[\\]\\n]{0,500}+)\\]\\([^)\\[\\n]{0,2000}+\\)", "$1"),
            new Rule("\\[([^\\[\\]\\n]{1,500}+)\\]\\([^)\\[\\n]{0,2000}+\\)", "$1"),
            new Rule("!?\\[([^\\[\\]\\n]{1,500}+)\\]\\[[^\\[\\]\\n]{0,200}+\\]", "$1"),
            new Rule("(?m)^ {0,3}\\[[^\\]\\n]{1,200}\\]:[ \\t]+\\S.{0,2000}?$", ""),
            new Rule("<(https?://[^>\\s]{1,2000})>", "$1"),
            new Rule("</?[A-Za-z][^<>]{0,1000}>", " "),
            new Rule("(?m)^(?: {0,3}> ?)+", ""),
            new Rule("(?m)^([ \\t]*)[*+](?=[ \\t])", "$1-"),
            new Rule("(\\*\\*|__)(?=\\S)([^*_\\n]{1,1000}?)(?<=\\S)\\1", "$2"),
            new Rule("(?<![\\w*])\\*(?=\\S)([^*\\n]{1,1000}?)(?<=\\S)\\*(?![\\w*])", "$1"),
            new Rule("(?<![\\w_])_(?=\\S)([^_\\n]{1,1000}?)(?<=\\S)_(?![\\w_])", "$1"),
            new Rule("~~(?=\\S)([^~\\n]{1,1000}?)~~", "$1"),
            new Rule("\\\\([\\\\`*_{}\\[\\]()#+.!|<>~-])", "$1"));

    private static final Pattern COMMENT = Pattern.compile("<!--.{0,8000}?-->", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("(?<!`)(`{1,3})(?!`)([^`\\n]{1,1000})\\1(?!`)");

    /** Stands for a piece of code, which keeps its marks, while the others are taken off. */
    private static final Pattern CODE_PLACE = Pattern.compile("\uE000(\\d{1,6})\uE001");

    private MarkdownMarks() {}

    static String strip(String markdown) {
        List<String> code = new ArrayList<>();
        String text = CODE.matcher(markdown.replace("\uE000", "")).replaceAll(match -> {
            code.add(match.group(2));
            return "\uE000" + (code.size() - 1) + "\uE001";
        });
        if (text.contains("-->")) {
            text = COMMENT.matcher(text).replaceAll(" ");
        }
        for (Rule rule : RULES) {
            text = rule.pattern().matcher(text).replaceAll(rule.replacement());
        }
        text = Parser.unescapeEntities(text, false);
        return CODE_PLACE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(code.get(Integer.parseInt(match.group(1)))));
    }
}
