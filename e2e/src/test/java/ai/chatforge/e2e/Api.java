package ai.chatforge.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The API as its description tells it, so that a route added later is tested without being named here. */
record Api(List<Operation> operations) {
    private static final Path DESCRIPTION = Path.of("..", "docs", "api", "openapi.json");

    /**
     * @param parameters names of the parts of the path that vary
     * @param body of JSON
     * @param upload whether it takes a file and nothing else
     */
    record Operation(
            String method,
            String path,
            String id,
            String access,
            List<String> parameters,
            Optional<JsonNode> body,
            boolean upload) {
        String fill(Function<String, String> values) {
            String filled = path;
            for (String parameter : parameters) {
                filled = filled.replace("{" + parameter + "}", values.apply(parameter));
            }
            return filled;
        }

        boolean isPublic() {
            return access.equals("public");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Api read() {
        JsonNode description = Http.JSON.readTree(Folders.bytes(DESCRIPTION));
        List<Operation> operations = new ArrayList<>();
        description
                .path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, operation) -> {
                    List<String> parameters = new ArrayList<>();
                    operation.path("parameters").forEach(parameter -> {
                        if (parameter.path("in").asString().equals("path")) {
                            parameters.add(parameter.path("name").asString());
                        }
                    });
                    JsonNode content = operation.path("requestBody").path("content");
                    Optional<JsonNode> body = content.path("application/json")
                            .optional("schema")
                            .map(schema -> resolve(description, schema));
                    operations.add(new Operation(
                            method.toUpperCase(Locale.ROOT),
                            path,
                            operation.path("operationId").asString().replace("ByAlias", ""),
                            operation.path("x-access").asString(),
                            parameters,
                            body,
                            body.isEmpty() && content.has("multipart/form-data")));
                }));
        return new Api(operations);
    }

    /** With what its lists hold in place of references to it. */
    private static JsonNode resolve(JsonNode description, JsonNode schema) {
        JsonNode resolved = schema.optional("$ref")
                .map(reference -> description.at(reference.asString().substring(1)))
                .orElse(schema)
                .deepCopy();
        resolved.path("properties").forEach(property -> {
            if (property.path("items").has("$ref") && property instanceof ObjectNode list) {
                list.set("items", resolve(description, property.path("items")));
            }
        });
        return resolved;
    }

    /** A body that the operation takes: what must be there, what has an example, and all ids. */
    static Map<String, Object> body(JsonNode schema, Function<String, String> ids) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        Map<String, Object> body = new TreeMap<>();
        schema.path("properties").forEachEntry((name, property) -> {
            boolean isId = property.path("format").asString().equals("uuid");
            if (isId) {
                body.put(name, ids.apply(name));
            } else if (property.has("example")) {
                body.put(name, property.get("example"));
            } else if (required.contains(name) && property.path("items").has("properties")) {
                body.put(name, List.of(body(property.path("items"), ids)));
            } else if (required.contains(name)) {
                body.put(name, plain(property));
            }
        });
        return body;
    }

    private static JsonNode plain(JsonNode property) {
        return switch (property.path("type").asString()) {
            case "integer" -> property.path("minimum");
            case "boolean" -> BooleanNode.FALSE;
            default ->
                property.path("format").asString().equals("date")
                        ? StringNode.valueOf("2026-01-31")
                        : property.path("enum").path(0);
        };
    }
}
