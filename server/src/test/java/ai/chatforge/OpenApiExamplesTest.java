package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API has an example wherever something is sent or answered, and each fits its schema. */
class OpenApiExamplesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static ObjectNode description;

    /** An operation as `GET /api/…`. */
    private record Operation(String name, JsonNode node) {
        List<Map.Entry<String, JsonNode>> answers() {
            return List.copyOf(node.path("responses").properties());
        }
    }

    @BeforeAll
    static void readTheDescription() throws IOException {
        description = (ObjectNode) JSON.readTree(Files.readString(Path.of("../docs/api/openapi.json")));
        // A field that the schema does not have would go unnoticed.
        description.path("components").path("schemas").forEach(schema -> {
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        description.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method ->
                        operations.add(new Operation(method.getKey() + " " + path.getKey(), method.getValue()))));
        assertThat(operations).hasSizeGreaterThan(30);
        return operations;
    }

    @Test
    void everyOperationSaysWhatItDoesAndWhoMayCallIt() {
        for (Operation operation : operations()) {
            assertThat(operation.node().path("summary").asString(""))
                    .as(operation.name())
                    .isNotBlank();
            assertThat(operation.node().path("x-access").asString(""))
                    .as(operation.name())
                    .isIn("public", "user", "bot", "key", "admin", "service", "local");
            assertThat(operation.node().path("security").isArray())
                    .as(operation.name())
                    .isTrue();
        }
        assertThat(operations())
                .extracting(o -> o.node().path("operationId").asString())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyBodyHasAnExampleThatFitsItsSchema() {
        for (Operation operation : operations()) {
            bodies(operation.name() + " request", operation.node().path("requestBody"));
            operation.answers().stream()
                    .filter(answer -> answer.getKey().startsWith("2"))
                    .forEach(answer -> bodies(operation.name() + " " + answer.getKey(), answer.getValue()));
        }
    }

    private static void bodies(String what, JsonNode body) {
        body.path("content").properties().forEach(media -> {
            boolean file = media.getKey().equals("application/octet-stream")
                    || media.getKey().startsWith("image/");
            assertThat(media.getValue().has("example") || file)
                    .as(what + " as " + media.getKey() + " has an example")
                    .isTrue();
            if (!file) {
                fits(what, media.getValue().path("schema"), media.getValue().path("example"));
            }
        });
    }

    @Test
    void everyOperationNamesItsErrorsInTheOneForm() {
        for (Operation operation : operations()) {
            List<String> statuses = operation.answers().stream()
                    .map(Map.Entry::getKey)
                    .filter(status -> !status.startsWith("2") && !status.startsWith("3"))
                    .toList();
            assertThat(statuses).as(operation.name()).contains("429", "500", "503");
            if (!operation.node().path("x-access").asString().equals("public")) {
                assertThat(statuses).as(operation.name()).contains("401");
            }
            operation.answers().stream()
                    .filter(answer -> statuses.contains(answer.getKey()))
                    .forEach(answer -> errors(operation.name() + " " + answer.getKey(), answer));
        }
    }

    private static void errors(String what, Map.Entry<String, JsonNode> answer) {
        if (!what.contains(" /v1/")) {
            problems(what, answer);
            return;
        }
        JsonNode media = answer.getValue().path("content").path("application/json");
        assertThat(media.path("schema").path("$ref").asString("")).as(what).endsWith("/OpenAiError");
        assertThat(media.path("examples").size()).as(what).isPositive();
        media.path("examples").forEach(example -> fits(what, media.path("schema"), example.path("value")));
    }

    private static void problems(String what, Map.Entry<String, JsonNode> answer) {
        JsonNode media = answer.getValue().path("content").path("application/problem+json");
        assertThat(media.path("schema").path("$ref").asString("")).as(what).endsWith("/Problem");
        assertThat(media.path("examples").size()).as(what).isPositive();
        for (JsonNode reference : media.path("examples")) {
            String at = reference.path("$ref").asString().substring(1);
            JsonNode example = description.at(at).path("value");
            fits(what, media.path("schema"), example);
            assertThat(example.path("status").asString()).as(what).isEqualTo(answer.getKey());
        }
    }

    @Test
    void streamsSayWhichEventsTheyHave() {
        List<String> streams = new ArrayList<>();
        for (Operation operation : operations()) {
            for (Map.Entry<String, JsonNode> answer : operation.answers()) {
                JsonNode media = answer.getValue().path("content").path("text/event-stream");
                if (media.isObject()) {
                    streams.add(operation.name());
                    events(operation.name(), media);
                }
            }
        }
        assertThat(streams)
                .contains(
                        "post /api/chat",
                        "post /api/chat/{chatbotId}",
                        "get /api/chat/messages/{messageId}/stream",
                        "get /api/chatbots/{botId}/status/events");
    }

    private static void events(String what, JsonNode media) {
        String[] events = media.path("example").asString().strip().split("\n\n", -1);
        for (String event : events) {
            String name = event.replaceAll("(?s).*event: (\\w+)\n.*", "$1");
            JsonNode schema = media.path("x-events").path(name).path("schema");
            assertThat(schema.isObject()).as(what + " describes " + name).isTrue();
            fits(what + " " + name, schema, JSON.readTree(event.replaceAll("(?s).*\ndata: ", "")));
        }
    }

    /** The schema is looked at inside the whole description, as it refers to its other parts. */
    private static void fits(String what, JsonNode schema, JsonNode example) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", description.path("components"));
        whole.putArray("allOf").add(schema);
        Schema validator = SCHEMAS.getSchema(whole);
        assertThat(validator.validate(example, run -> run.executionConfig(c -> c.formatAssertionsEnabled(true))))
                .as(what + ": " + example)
                .isEmpty();
    }
}
