package ai.chatforge.chat.openai;

import ai.chatforge.chat.openai.Completions.Call;
import ai.chatforge.chat.openai.Completions.Format;
import ai.chatforge.chat.openai.Completions.Tool;
import ai.chatforge.platform.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads what several routes have in common. Fields of OpenAI's that have several forms come as they were sent. */
final class Inputs {
    static final int MESSAGES = 1_000;
    private static final int STOPS = 4;
    private static final int STOP_LENGTH = 1_000;
    private static final int TOOLS = 128;
    private static final int NAME = 64;
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_-]{1," + NAME + "}");

    private Inputs() {}

    static String required(@Nullable String value, String field) {
        if (value == null || value.isBlank()) {
            throw ApiException.invalid(field, "must be given");
        }
        return value;
    }

    /** Null and absent are the same. */
    static boolean isAbsent(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isMissingNode();
    }

    static @Nullable Double within(@Nullable Double value, double least, double most, String field) {
        // Not a number is not within either.
        if (value != null && !(value >= least && value <= most)) {
            throw ApiException.invalid(field, "must be from " + least + " to " + most);
        }
        return value;
    }

    static @Nullable Integer positive(@Nullable Integer value, String field) {
        if (value != null && value < 1) {
            throw ApiException.invalid(field, "must be 1 or more");
        }
        return value;
    }

    /** A text, or a list of parts that are texts. */
    static String text(@Nullable JsonNode content, String field) {
        if (content == null || isAbsent(content)) {
            return "";
        }
        if (content.isString()) {
            return content.asString();
        }
        if (!content.isArray()) {
            throw ApiException.invalid(field, "must be a text or a list of parts");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            text.append(text.isEmpty() ? "" : "\n").append(part(content.get(i), field + "[" + i + "]"));
        }
        return text.toString();
    }

    private static String part(JsonNode part, String field) {
        String value =
                switch (part.path("type").asString("")) {
                    case "text", "input_text", "output_text" -> textOf(part, "text");
                    case "refusal" -> textOf(part, "refusal");
                    default -> null;
                };
        if (value == null) {
            throw ApiException.invalid(field, "must be a part with text; images, audio and files are not taken here");
        }
        return value;
    }

    private static @Nullable String textOf(JsonNode node, String name) {
        return node.path(name).isString() ? node.path(name).asString() : null;
    }

    /** A text, or a list of a few. */
    static List<String> stops(@Nullable JsonNode stop) {
        if (stop == null || isAbsent(stop)) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        (stop.isArray() ? stop : JsonNodeFactory.instance.arrayNode().add(stop)).forEach(one -> {
            if (!one.isString() || one.asString().isEmpty()) {
                throw ApiException.invalid("stop", "must be a text or a list of texts");
            }
            all.add(one.asString());
        });
        if (all.size() > STOPS || all.stream().anyMatch(one -> one.length() > STOP_LENGTH)) {
            throw ApiException.invalid(
                    "stop", "must hold " + STOPS + " texts of " + STOP_LENGTH + " characters at the most");
        }
        return List.copyOf(all);
    }

    /** @param parameters null for a tool without any */
    static Tool tool(
            @Nullable String name,
            @Nullable String description,
            @Nullable JsonNode parameters,
            @Nullable Boolean strict,
            String field) {
        if (name == null || !NAMES.matcher(name).matches()) {
            throw ApiException.invalid(
                    field + ".name", "must be given, with letters, digits, _ and - only, " + NAME + " at the most");
        }
        if (!isAbsent(parameters) && parameters != null && !parameters.isObject()) {
            throw ApiException.invalid(field + ".parameters", "must be a JSON schema");
        }
        JsonNode schema = parameters == null || isAbsent(parameters)
                ? JsonNodeFactory.instance.objectNode().put("type", "object").set("properties", object())
                : parameters;
        return new Tool(name, description == null ? "" : description, schema, strict);
    }

    private static JsonNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static void requireFew(@Nullable List<?> tools) {
        if (tools != null && tools.size() > TOOLS) {
            throw ApiException.invalid("tools", "must be " + TOOLS + " at the most");
        }
    }

    /** auto, none, required, or an object that names a function, in the field {@code function} or directly. */
    static @Nullable String toolChoice(@Nullable JsonNode choice, List<Tool> tools) {
        if (choice == null || isAbsent(choice)) {
            return null;
        }
        String word = choice.isString() ? choice.asString() : "";
        if (List.of("auto", "none", "required").contains(word)) {
            return word;
        }
        JsonNode named = choice.path("function").isObject() ? choice.path("function") : choice;
        String name = named.path("name").asString("");
        if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            throw ApiException.invalid("tool_choice", "must be auto, none, required, or name one of the tools");
        }
        return name;
    }

    /** @param holder where name, schema and strict stand, with {@code json_schema} */
    static Format format(@Nullable JsonNode format, String holder, String field) {
        if (format == null || isAbsent(format)) {
            return Format.TEXT;
        }
        String type = format.path("type").asString("");
        Format.Kind kind = Map.of(
                        "text", Format.Kind.TEXT, "json_object", Format.Kind.JSON, "json_schema", Format.Kind.SCHEMA)
                .get(type);
        if (kind == null) {
            throw ApiException.invalid(field + ".type", "must be text, json_object or json_schema");
        }
        if (kind != Format.Kind.SCHEMA) {
            return new Format(kind, null, null, null);
        }
        JsonNode named = holder.isEmpty() ? format : format.path(holder);
        String name = named.path("name").asString("");
        if (!NAMES.matcher(name).matches() || !named.path("schema").isObject()) {
            throw ApiException.invalid(
                    holder.isEmpty() ? field : field + "." + holder, "must have a name and a JSON schema");
        }
        JsonNode strict = named.path("strict");
        return new Format(kind, name, named.path("schema"), strict.isBoolean() ? strict.asBoolean() : null);
    }

    static Call call(@Nullable String id, @Nullable String name, @Nullable String arguments, String field) {
        if (id == null || id.isBlank() || name == null || name.isBlank()) {
            throw ApiException.invalid(field, "must have an id and the name of a function");
        }
        return new Call(id, name, arguments == null ? "{}" : arguments);
    }
}
