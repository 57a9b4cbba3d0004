package ai.chatforge;

import ai.chatforge.platform.error.Problem;
import ai.chatforge.platform.web.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the generator does not see of the records: which fields are always there, and which may be null. */
final class OpenApiSchemas {
    private static final String REFERENCE = "#/components/schemas/";

    private final ObjectNode description;
    private final ObjectNode schemas;
    private final Map<String, List<Class<?>>> records = records();
    private final Set<String> sent = new HashSet<>();

    OpenApiSchemas(ObjectNode description) {
        this.description = description;
        this.schemas = (ObjectNode) description.path("components").path("schemas");
    }

    void complete() {
        description.path("paths").forEach(path -> path.forEach(method -> collect(method.path("requestBody"))));
        schemas.properties().forEach(entry -> {
            Class<?> record = entry.getKey().endsWith("List")
                            && entry.getValue().at("/properties/nextCursor").isObject()
                    ? Page.class
                    : recordOf(entry.getKey(), entry.getValue());
            entry.getValue().findParents("pattern").forEach(OpenApiSchemas::anchor);
            if (record != null) {
                fields((ObjectNode) entry.getValue(), record, sent.contains(entry.getKey()));
            }
        });
        schemas.set("Problem", problem());
    }

    /** The schemas of what clients send: absent there is as good as null. */
    private void collect(JsonNode node) {
        String reference = node.path("$ref").asString("");
        if (reference.startsWith(REFERENCE) && sent.add(reference.substring(REFERENCE.length()))) {
            collect(schemas.path(reference.substring(REFERENCE.length())));
        }
        node.forEach(this::collect);
    }

    /** Of the records of a name, also of those that are not part of the API, the one that has these fields. */
    private @Nullable Class<?> recordOf(String name, JsonNode schema) {
        return records.getOrDefault(name, List.of()).stream()
                .filter(record -> schema.path("properties")
                        .propertyStream()
                        .allMatch(property -> hasField(record, property.getKey())))
                .findFirst()
                .orElse(null);
    }

    private static boolean hasField(Class<?> record, String name) {
        return Arrays.stream(record.getRecordComponents())
                .anyMatch(component -> nameOf(component).equals(name));
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    private static Map<String, List<Class<?>>> records() {
        Map<String, List<Class<?>>> records = new HashMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("ai.chatforge")) {
            if (type.isRecord()) {
                Class<?> record = type.reflect();
                Schema schema = record.getAnnotation(Schema.class);
                boolean named = schema != null && !schema.name().isEmpty();
                records.computeIfAbsent(named ? schema.name() : record.getSimpleName(), name -> new ArrayList<>())
                        .add(record);
            }
        }
        return records;
    }

    private static void fields(ObjectNode schema, Class<?> record, boolean sent) {
        JsonInclude include = record.getAnnotation(JsonInclude.class);
        boolean nullsAreLeftOut = sent || include != null;
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : record.getRecordComponents()) {
            String name = nameOf(component);
            if (schema.path("properties").path(name) instanceof ObjectNode property) {
                if (component.getType() == JsonNode.class || component.getType() == Object.class) {
                    // Of any type: a text or a list, as it may be.
                    property.remove("type");
                }
                boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
                if (!nullable || !nullsAreLeftOut) {
                    required.add(name);
                }
                if (nullable && (sent || include == null)) {
                    allowNull(property);
                }
            }
        }
        if (required.isEmpty()) {
            schema.remove("required");
        }
    }

    /** Java's patterns match the whole text; those of JSON Schema are searched for, and are of ECMAScript. */
    private static void anchor(JsonNode field) {
        String pattern = field.path("pattern").asString("");
        if (!pattern.isEmpty()) {
            ((ObjectNode) field).put("pattern", pattern.equals("(?s).*\\S.*") ? "\\S" : "^(?:" + pattern + ")$");
        }
    }

    private static void allowNull(ObjectNode property) {
        if (property.path("$ref").isString()) {
            ArrayNode either = property.putArray("anyOf");
            either.addObject().set("$ref", property.remove("$ref"));
            either.addObject().put("type", "null");
        } else if (property.path("type").isString()) {
            String type = property.path("type").asString();
            property.putArray("type").add(type).add("null");
            if (property.path("enum") instanceof ArrayNode values) {
                values.addNull();
            }
        }
    }

    private ObjectNode problem() {
        ObjectNode problem = schemas.objectNode();
        problem.put("type", "object");
        problem.put("description", "An error (RFC 9457). Programs decide by its code.");
        ObjectNode properties = problem.putObject("properties");
        for (RecordComponent component : Problem.class.getRecordComponents()) {
            ObjectNode property = properties.putObject(component.getName());
            switch (component.getName()) {
                case "status" -> property.put("type", "integer").put("example", 404);
                case "retryable" -> property.put("type", "boolean").put("example", false);
                case "errors" -> {
                    property.put("type", "array");
                    ObjectNode field = property.putObject("items").put("type", "object");
                    ObjectNode parts = field.putObject("properties");
                    parts.putObject("field").put("type", "string");
                    parts.putObject("message").put("type", "string");
                    field.putArray("required").add("field").add("message");
                }
                case "code" -> property.put("type", "string").put("example", "not_found");
                default -> property.put("type", "string");
            }
        }
        ArrayNode required = problem.putArray("required");
        for (String name : new String[] {"type", "title", "status", "detail", "code", "retryable"}) {
            required.add(name);
        }
        return problem;
    }
}
