package ai.chatforge.vector;

import ai.chatforge.vector.JsonEndpoint.RefusedException;
import ai.chatforge.vector.PassageIndex.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Objects that hold the words as {@link Terms} cuts them, so that Weaviate's BM25 finds what the other stores find. */
final class WeaviateCollection implements PassageServer {
    static final String BOT = "bot";
    static final String KEY = "key";
    static final String PASSAGE = "passage";
    static final String WORDS = "words";
    static final String HEADINGS = "headings";

    private static final int TRIES = 5;
    /** Somebody waits for the answer to a question. */
    private static final int TRIES_FOR_A_QUESTION = 3;

    private static final int LARGEST_REQUEST = 4_000_000;
    private static final int DIGITS = 13;
    private static final int OTHERS = 15_000;
    private static final int PAGE = 1000;

    private final JsonEndpoint endpoint;
    private final JsonMapper json;
    private final String name;
    private final int batch;

    WeaviateCollection(JsonEndpoint endpoint, JsonMapper json, String name, int dimension) {
        this.endpoint = endpoint;
        this.json = json;
        this.name = name;
        this.batch = Math.clamp(LARGEST_REQUEST / (dimension * DIGITS + OTHERS), 1, 200);
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public void put(Edition edition, List<Entry> entries) throws IOException {
        List<Map<String, Object>> objects =
                entries.stream().map(entry -> object(edition, entry)).toList();
        JsonNode answer = endpoint.send("POST", "/v1/batch/objects", Map.of("objects", objects), TRIES);
        // One of them may be refused though the request was not.
        for (JsonNode object : answer) {
            JsonNode result = object.path("result");
            if (!result.path("status").asString("").equals("SUCCESS")) {
                throw refused("Weaviate did not take a passage: "
                        + result.path("errors")
                                .path("error")
                                .path(0)
                                .path("message")
                                .asString(""));
            }
        }
        if (answer.size() != entries.size()) {
            throw new IOException("Weaviate took " + answer.size() + " of " + entries.size() + " passages");
        }
    }

    private Map<String, Object> object(Edition edition, Entry entry) {
        return Map.of(
                "class",
                name,
                "id",
                UUID.nameUUIDFromBytes((edition.mark() + " " + entry.id()).getBytes(StandardCharsets.US_ASCII)),
                "vector",
                entry.embedding(),
                "properties",
                Map.of(
                        BOT,
                        edition.source().botId(),
                        KEY,
                        edition.key(),
                        PASSAGE,
                        entry.id(),
                        WORDS,
                        Terms.inOrder(entry.body()),
                        HEADINGS,
                        Terms.inOrder(entry.heading())));
    }

    /** Weaviate deletes so many in one request and no more. */
    @Override
    public void delete(Collection<Edition> editions) throws IOException {
        Map<String, Object> where = Map.of(
                "path",
                List.of(KEY),
                "operator",
                "ContainsAny",
                "valueTextArray",
                editions.stream().map(Edition::key).toList());
        Map<String, Object> request =
                Map.of("match", Map.of("class", name, "where", where), "output", "minimal", "dryRun", false);
        long left = 1;
        while (left > 0) {
            JsonNode results =
                    endpoint.send("DELETE", "/v1/batch/objects", request, TRIES).path("results");
            long deleted = results.path("successful").asLong(0);
            left = results.path("matches").asLong(0) - deleted;
            if (results.path("failed").asLong(0) > 0 || (left > 0 && deleted == 0)) {
                throw new IOException("Weaviate did not delete " + left + " passages");
            }
        }
    }

    @Override
    public Map<Edition, Integer> contents() throws IOException {
        Map<Edition, Integer> contents = new HashMap<>();
        String after = "";
        while (true) {
            JsonNode page = get("limit:" + PAGE + ",after:" + text(after), KEY + " _additional{id}", TRIES);
            for (JsonNode object : page) {
                contents.merge(Edition.parse(object.path(KEY).asString("")), 1, Integer::sum);
                after = object.path("_additional").path("id").asString("");
            }
            if (page.size() < PAGE) {
                return contents;
            }
        }
    }

    /** A request is answered when it is done. */
    @Override
    public void settle() {}

    @Override
    public List<Found> find(UUID bot, Collection<Edition> hidden, Ranking ranking) throws IOException {
        boolean isNear = ranking instanceof Ranking.Near;
        String by =
                switch (ranking) {
                    case Ranking.Near near -> "nearVector:{vector:" + json.writeValueAsString(near.embedding()) + "}";
                    case Ranking.Matching matching ->
                        "bm25:{query:" + text(String.join(" ", matching.words())) + ",properties:[\"" + WORDS + "\",\""
                                + HEADINGS + "^0.5\"]}";
                };
        JsonNode objects = get(
                by + ",limit:" + ranking.count() + ",where:" + where(bot, hidden, ranking.only()),
                KEY + " " + PASSAGE + " _additional{id " + (isNear ? "distance" : "score") + "}",
                TRIES_FOR_A_QUESTION);
        List<Found> found = new ArrayList<>();
        for (JsonNode object : objects) {
            JsonNode more = object.path("_additional");
            found.add(new Found(
                    more.path("id").asString(""),
                    Edition.parse(object.path(KEY).asString("")),
                    UUID.fromString(object.path(PASSAGE).asString("")),
                    isNear
                            ? 1 - more.path("distance").asDouble(1)
                            : more.path("score").asDouble(0)));
        }
        return found;
    }

    private String where(UUID bot, Collection<Edition> hidden, List<Found> only) {
        List<String> operands = new ArrayList<>();
        operands.add(condition(BOT, "Equal", text(bot.toString())));
        hidden.forEach(edition -> operands.add(condition(KEY, "NotEqual", text(edition.key()))));
        if (!only.isEmpty()) {
            operands.add(condition(
                    PASSAGE,
                    "ContainsAny",
                    only.stream()
                            .map(found -> text(found.passage().toString()))
                            .collect(Collectors.joining(",", "[", "]"))));
        }
        return "{operator:And,operands:[" + String.join(",", operands) + "]}";
    }

    private static String condition(String property, String operator, String value) {
        return "{path:[\"" + property + "\"],operator:" + operator + ",valueText:" + value + "}";
    }

    private JsonNode get(String arguments, String fields, int tries) throws IOException {
        String query = "{Get{" + name + "(" + arguments + "){" + fields + "}}}";
        JsonNode answer = endpoint.send("POST", "/v1/graphql", Map.of("query", query), tries);
        if (answer.path("errors").size() > 0) {
            // Its message repeats the question.
            throw refused("Weaviate could not answer a query of the collection " + name);
        }
        return answer.path("data").path("Get").path(name);
    }

    /** It refuses in answers of status 200, also where the whole collection is gone. */
    private IOException refused(String message) throws IOException {
        try {
            endpoint.send("GET", "/v1/schema/" + name, null, 1);
            return RefusedException.ofContent(message);
        } catch (RefusedException e) {
            return new IOException(message, e);
        }
    }

    /** GraphQL writes texts as JSON does. */
    private String text(String value) {
        return json.writeValueAsString(value);
    }
}
