package ai.chatforge.testkit.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The part of a chat completion's request that this provider looks at.
 *
 * @param messages their contents
 */
record Prompt(String model, List<String> messages, boolean stream, boolean includeUsage, int maxTokens) {
    private static final Pattern BEFORE_WORD = Pattern.compile("(?<=\\S)(?=\\s)");

    static Prompt of(JsonNode body) {
        List<String> messages = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            JsonNode content = message.path("content");
            if (content.isString()) {
                messages.add(content.asString());
            } else {
                content.forEach(part -> messages.add(part.path("text").asString("")));
            }
        }
        JsonNode most = body.path("max_completion_tokens").isNumber()
                ? body.path("max_completion_tokens")
                : body.path("max_tokens");
        return new Prompt(
                body.path("model").asString(""),
                messages,
                body.path("stream").asBoolean(false),
                body.path("stream_options").path("include_usage").asBoolean(false),
                most.asInt(Integer.MAX_VALUE));
    }

    /** The words of all messages, each with the white space before it. */
    List<String> pieces() {
        return List.of(BEFORE_WORD.split(String.join("\n\n", messages)));
    }

    /** How many words; a word is a token here. */
    long tokens() {
        long words = 0;
        for (String message : messages) {
            boolean inside = false;
            for (int i = 0; i < message.length(); i++) {
                boolean letter = !Character.isWhitespace(message.charAt(i));
                if (letter && !inside) {
                    words++;
                }
                inside = letter;
            }
        }
        return words;
    }
}
