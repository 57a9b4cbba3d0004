package ai.chatforge.testkit.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The part of a request that this provider looks at.
 *
 * @param messages their contents
 * @param answersTool whether the last message is what a tool said
 * @param refusedByNewest whether it has what the vendor's newest models take no more
 */
record Prompt(
        String model,
        List<String> messages,
        boolean stream,
        boolean includeUsage,
        int maxTokens,
        boolean answersTool,
        boolean refusedByNewest,
        JsonNode body) {
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
                most.asInt(Integer.MAX_VALUE),
                last(body.path("messages")).path("role").asString("").equals("tool"),
                !body.path("tools").isEmpty()
                        && !body.path("reasoning_effort").asString("").equals("none"),
                body);
    }

    static Prompt ofAnthropic(JsonNode body) {
        List<String> messages = new ArrayList<>();
        add(messages, body.path("system"));
        body.path("messages").forEach(message -> add(messages, message.path("content")));
        JsonNode last = last(last(body.path("messages")).path("content"));
        return new Prompt(
                body.path("model").asString(""),
                messages,
                true,
                true,
                body.path("max_tokens").asInt(Integer.MAX_VALUE),
                last.path("type").asString("").equals("tool_result"),
                List.of("any", "tool")
                        .contains(body.path("tool_choice").path("type").asString("")),
                body);
    }

    /** A text, or parts with text, or with the answer of a tool that is a text again. */
    private static void add(List<String> messages, JsonNode content) {
        if (content.isString()) {
            messages.add(content.asString());
        } else if (content.isArray()) {
            content.forEach(part -> add(messages, part.has("text") ? part.path("text") : part.path("content")));
        }
    }

    static Prompt ofGemini(String model, JsonNode body) {
        List<String> messages = new ArrayList<>();
        add(messages, body.path("systemInstruction").path("parts"));
        body.path("contents").forEach(content -> content.path("parts").forEach(part -> {
            add(messages, part.path("text"));
            add(messages, part.path("functionResponse").path("response").path("result"));
        }));
        JsonNode last = last(last(body.path("contents")).path("parts"));
        return new Prompt(
                model,
                messages,
                true,
                true,
                body.path("generationConfig").path("maxOutputTokens").asInt(Integer.MAX_VALUE),
                last.has("functionResponse"),
                false,
                body);
    }

    private static JsonNode last(JsonNode array) {
        return array.path(array.size() - 1);
    }

    /** The words of all messages, each with the white space before it. */
    List<String> pieces() {
        return List.of(BEFORE_WORD.split(String.join("\n\n", messages)));
    }

    List<String> lastPieces() {
        return List.of(BEFORE_WORD.split(messages.getLast()));
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
