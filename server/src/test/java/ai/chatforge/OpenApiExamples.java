package ai.chatforge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Examples of requests and answers, taken from a running server: a file for each operation in
 * {@code openapi/examples}, with
 *
 * <ul>
 *   <li>{@code request}: the JSON body that is sent; {@code form}: the parts of a form that may be sent instead
 *   <li>{@code response}: the JSON body of the answer; {@code responses}: of one with another status, by that
 *   <li>{@code stream}: which of {@code streams.json} it answers with, and {@code events}: one such stream
 *   <li>{@code errors}: codes of errors that do not follow from the form of the route
 * </ul>
 */
final class OpenApiExamples {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String MARKDOWN = "text/markdown";
    private final JsonNode streams = read("streams.json");

    JsonNode of(String operationId) {
        return read("examples/" + operationId + ".json");
    }

    static JsonNode read(String name) {
        try (InputStream in = OpenApiExamples.class.getResourceAsStream("/openapi/" + name)) {
            if (in == null) {
                throw new IllegalStateException("src/test/resources/openapi/" + name + " is missing");
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void addTo(ObjectNode operation, JsonNode example) {
        set(operation.path("requestBody").path("content"), "application/json", example.get("request"));
        set(operation.path("requestBody").path("content"), "multipart/form-data", example.get("form"));
        operation.path("responses").properties().forEach(response -> {
            if (response.getKey().startsWith("2") && response.getValue() instanceof ObjectNode success) {
                JsonNode own = example.path("responses").get(response.getKey());
                set(success.path("content"), "application/json", own == null ? example.get("response") : own);
                set(success.path("content"), MARKDOWN, example.get("markdown"));
                if (example.has("stream")) {
                    stream(success, example);
                }
            }
        });
    }

    private static void set(JsonNode content, String mediaType, @Nullable JsonNode example) {
        if (example != null && content.path(mediaType) instanceof ObjectNode media) {
            media.set("example", example);
        }
    }

    /** OpenAPI 3.1 has no words for server-sent events: {@code x-events} has the schema of each event's data. */
    private void stream(ObjectNode response, JsonNode example) {
        ObjectNode media = response.withObjectProperty("content").withObjectProperty(EVENT_STREAM);
        media.putObject("schema")
                .put("type", "string")
                .put(
                        "description",
                        "Server-sent events. The data of each is a line of JSON, with the schema that x-events has under its"
                                + " name. Lines that begin with a colon only keep the connection open.");
        media.put("example", text(example.path("events")));
        media.set("x-events", streams.path(example.path("stream").asString()));
    }

    private static String text(JsonNode events) {
        StringBuilder text = new StringBuilder();
        for (JsonNode event : events) {
            if (event.has("id")) {
                text.append("id: ").append(event.path("id").asInt()).append('\n');
            }
            text.append("event: ").append(event.path("event").asString()).append('\n');
            text.append("data: ")
                    .append(new String(JSON.writeValueAsBytes(event.path("data")), StandardCharsets.UTF_8))
                    .append("\n\n");
        }
        return text.toString();
    }
}
