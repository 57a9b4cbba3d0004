package ai.chatforge;

import ai.chatforge.platform.error.Problem;
import ai.chatforge.platform.security.AccessInterceptor;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the generator cannot know: which fields are always there, the one form of errors, and who may call a route. */
final class OpenApiDetails {
    private OpenApiDetails() {}

    static void complete(ObjectNode description, ApplicationContext context) {
        ObjectNode schemas = (ObjectNode) description.path("components").path("schemas");
        Map<String, Class<?>> records = records();
        schemas.properties().forEach(entry -> {
            Class<?> record = records.get(entry.getKey());
            if (record != null) {
                requireFields((ObjectNode) entry.getValue(), record);
            }
        });
        schemas.set("Problem", problem(schemas));
        Map<String, String> rules = rules(context);
        description.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> operation(
                        (ObjectNode) method.getValue(),
                        rules.getOrDefault(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), "user"))));
    }

    private static Map<String, Class<?>> records() {
        Map<String, Class<?>> records = new HashMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("ai.chatforge")) {
            if (type.isRecord()) {
                Class<?> record = type.reflect();
                Schema schema = record.getAnnotation(Schema.class);
                String name = schema == null || schema.name().isEmpty() ? record.getSimpleName() : schema.name();
                // Records of the same name that are not part of the API must not hide those that are.
                records.merge(name, record, (a, b) -> usesSwagger(b) ? b : a);
            }
        }
        return records;
    }

    private static boolean usesSwagger(Class<?> record) {
        return record.getPackageName().matches("ai\\.chatforge\\.[a-z]+")
                && !record.getPackageName().endsWith(".vector");
    }

    private static void requireFields(ObjectNode schema, Class<?> record) {
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : record.getRecordComponents()) {
            JsonNode property = schema.path("properties").path(component.getName());
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (property.isObject() && !nullable) {
                required.add(component.getName());
            } else if (property.isObject() && property.path("type").isString()) {
                ObjectNode typed = (ObjectNode) property;
                String type = property.path("type").asString();
                typed.putArray("type").add(type).add("null");
            }
        }
        if (required.isEmpty()) {
            schema.remove("required");
        }
    }

    private static ObjectNode problem(ObjectNode schemas) {
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
                    ObjectNode field =
                            property.putObject("items").put("type", "object").putObject("properties");
                    field.putObject("field").put("type", "string");
                    field.putObject("message").put("type", "string");
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

    private static Map<String, String> rules(ApplicationContext context) {
        Map<String, String> rules = new HashMap<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> AccessInterceptor.ruleOf(handler)
                        .ifPresent(rule -> mapping.getPatternValues().forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> rules.put(
                                        method.name() + " " + path, rule.name().toLowerCase(Locale.ROOT))))));
        return rules;
    }

    private static void operation(ObjectNode operation, String rule) {
        operation.put("x-access", rule);
        ObjectNode error = ((ObjectNode) operation.path("responses")).putObject("default");
        error.put("description", "A problem; its code says which");
        error.putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }
}
