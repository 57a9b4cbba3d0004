package ai.chatforge.testkit.store;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Collections with named dense and sparse vectors, as Qdrant 1.12 to 1.19 have them. */
public final class ScriptedQdrant extends ScriptedStore {
    private static final int LARGEST = 32 * 1024 * 1024;

    private final Map<String, Collection> collections = new HashMap<>();

    public ScriptedQdrant(String key) throws IOException {
        super("api-key", key, LARGEST);
    }

    private record Point(
            String id, Map<String, double[]> dense, Map<String, Map<Long, Double>> sparse, JsonNode payload) {}

    private record Collection(JsonNode config, Set<String> indexed, Map<String, Point> points) {}

    @Override
    public synchronized String everything() {
        StringBuilder all = new StringBuilder();
        for (Collection each : collections.values()) {
            for (Point point : each.points.values()) {
                all.append(point.payload).append(point.sparse).append('\n');
            }
        }
        return all.toString();
    }

    @Override
    public synchronized void lose() {
        collections.clear();
    }

    @Override
    Object error(int status, String message) {
        return Map.of("status", Map.of("error", message), "time", 0.0001);
    }

    @Override
    Answer answer(String method, URI uri, JsonNode body, HttpExchange exchange) {
        if (method.equals("GET") && uri.getPath().equals("/collections")) {
            return ok(Map.of(
                    "collections",
                    collections.keySet().stream()
                            .map(name -> Map.of("name", name))
                            .toList()));
        }
        String[] parts = uri.getPath().split("/", -1);
        require(parts.length >= 3 && parts[1].equals("collections"), "No such path");
        String name = parts[2];
        String what = method + " " + String.join("/", List.of(parts).subList(3, parts.length));
        if (what.equals("PUT ")) {
            return ok(create(name, body));
        }
        if (what.equals("DELETE ")) {
            return ok(collections.remove(name) != null);
        }
        Collection found = collections.get(name);
        if (found == null) {
            throw new Refusal(404, "Not found: Collection `" + name + "` doesn't exist!");
        }
        boolean changes = what.equals("PUT index") || what.equals("PUT points") || what.equals("POST points/delete");
        require(!changes || "wait=true".equals(uri.getQuery()), "The test wants changes to be waited for");
        return ok(
                switch (what) {
                    case "GET " -> Map.of("status", "green", "config", Map.of("params", found.config));
                    case "PUT index" -> index(found, body);
                    case "PUT points" -> upsert(found, body);
                    case "POST points/delete" -> delete(found, body);
                    case "POST facet" -> facet(found, body);
                    case "POST points/query" -> query(found, body);
                    default -> throw new Refusal(404, "No such path");
                });
    }

    private static Answer ok(Object result) {
        return new Answer(200, Map.of("result", result, "status", "ok", "time", 0.0001));
    }

    private boolean create(String name, JsonNode body) {
        only(body, "vectors", "sparse_vectors");
        if (collections.containsKey(name)) {
            throw new Refusal(409, "Wrong input: Collection `" + name + "` already exists!");
        }
        for (JsonNode vector : body.path("vectors")) {
            only(vector, "size", "distance");
            require(
                    vector.path("size").asInt(0) > 0
                            && vector.path("distance").asString("").equals("Cosine"),
                    "Vector");
        }
        for (JsonNode vector : body.path("sparse_vectors")) {
            only(vector, "modifier");
            require(vector.path("modifier").asString("").equals("idf"), "Modifier");
        }
        collections.put(name, new Collection(body, new HashSet<>(), new TreeMap<>()));
        return true;
    }

    private static Object index(Collection in, JsonNode body) {
        only(body, "field_name", "field_schema");
        only(body.path("field_schema"), "type", "is_tenant");
        require(body.path("field_schema").path("type").asString("").equals("keyword"), "Schema");
        in.indexed.add(body.path("field_name").asString());
        return completed();
    }

    private static Map<String, Object> completed() {
        return Map.of("operation_id", 1, "status", "completed");
    }

    private static Object upsert(Collection in, JsonNode body) {
        only(body, "points");
        List<Point> points = new ArrayList<>();
        for (JsonNode each : body.path("points")) {
            only(each, "id", "vector", "payload");
            points.add(point(in, each));
        }
        require(!points.isEmpty(), "Empty update request");
        points.forEach(point -> in.points.put(point.id, point));
        return completed();
    }

    private static Point point(Collection in, JsonNode each) {
        String id = each.path("id").asString();
        try {
            require(UUID.fromString(id).toString().equals(id), "Not an id");
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "value " + id + " is not a valid point ID");
        }
        Map<String, double[]> dense = new LinkedHashMap<>();
        Map<String, Map<Long, Double>> sparse = new LinkedHashMap<>();
        each.path("vector").properties().forEach(vector -> {
            JsonNode params = in.config.path("vectors").path(vector.getKey());
            if (in.config.path("sparse_vectors").has(vector.getKey())) {
                sparse.put(vector.getKey(), sparse(vector.getValue()));
            } else {
                require(!params.isMissingNode(), "Wrong input: Not existing vector name error: " + vector.getKey());
                dense.put(
                        vector.getKey(),
                        numbers(vector.getValue(), params.path("size").asInt()));
            }
        });
        return new Point(id, dense, sparse, each.path("payload"));
    }

    private static Map<Long, Double> sparse(JsonNode vector) {
        only(vector, "indices", "values");
        double[] indices = numbers(vector.path("indices"), 0);
        double[] values = numbers(vector.path("values"), 0);
        require(indices.length == values.length, "Validation error: must be the same length as indices");
        Map<Long, Double> sparse = new TreeMap<>();
        for (int i = 0; i < indices.length; i++) {
            long index = (long) indices[i];
            require(index >= 0 && index < 1L << 32, "Not an unsigned number of 32 bits");
            require(sparse.put(index, values[i]) == null, "Validation error: must be unique");
        }
        return sparse;
    }

    private static Object delete(Collection in, JsonNode body) {
        only(body, "filter");
        in.points.values().removeIf(point -> matches(in, point, body.path("filter")));
        return completed();
    }

    private static Object facet(Collection in, JsonNode body) {
        only(body, "key", "limit", "exact");
        String key = body.path("key").asString("");
        require(in.indexed.contains(key), "Bad request: Index required but not found for \"" + key + "\"");
        Map<String, Integer> counts = new TreeMap<>();
        in.points.values().forEach(point -> counts.merge(point.payload.path(key).asString(), 1, Integer::sum));
        return Map.of(
                "hits",
                counts.entrySet().stream()
                        .limit(body.path("limit").asInt(10))
                        .map(each -> Map.of("value", each.getKey(), "count", each.getValue()))
                        .toList());
    }

    private static Object query(Collection in, JsonNode body) {
        only(body, "query", "using", "filter", "limit", "with_payload");
        require(body.path("limit").asInt(10) > 0, "Validation error: limit must be 1 or larger");
        String using = body.path("using").asString("");
        boolean dense = in.config.path("vectors").has(using);
        require(dense || in.config.path("sparse_vectors").has(using), "Not existing vector name error: " + using);
        double[] near = dense
                ? numbers(
                        body.path("query"),
                        in.config.path("vectors").path(using).path("size").asInt())
                : new double[0];
        Map<Long, Double> words = dense ? Map.of() : weighted(in, using, sparse(body.path("query")));
        Map<Point, Double> scores = new HashMap<>();
        for (Point point : in.points.values()) {
            Double score = dense ? score(near, point.dense.get(using)) : score(words, point.sparse.get(using));
            if (score != null && matches(in, point, body.path("filter"))) {
                scores.put(point, score);
            }
        }
        return Map.of(
                "points",
                scores.entrySet().stream()
                        .sorted(Map.Entry.<Point, Double>comparingByValue()
                                .reversed()
                                .thenComparing(each -> each.getKey().id))
                        .limit(body.path("limit").asInt(10))
                        .map(each -> hit(each.getKey(), each.getValue(), body.path("with_payload")))
                        .toList());
    }

    private static Map<Long, Double> weighted(Collection in, String using, Map<Long, Double> question) {
        List<Map<Long, Double>> all = in.points.values().stream()
                .filter(point -> point.sparse.containsKey(using))
                .map(point -> Objects.requireNonNull(point.sparse.get(using)))
                .toList();
        Map<Long, Double> weighted = new HashMap<>();
        question.forEach((word, value) -> weighted.put(
                word,
                value
                        * Bm25.rarity(
                                all.size(),
                                all.stream()
                                        .filter(vector -> vector.containsKey(word))
                                        .count())));
        return weighted;
    }

    private static @Nullable Double score(double[] near, double @Nullable [] vector) {
        return vector == null ? null : cosine(near, vector);
    }

    /** Null when they have nothing in common. */
    private static @Nullable Double score(Map<Long, Double> question, @Nullable Map<Long, Double> vector) {
        Double score = null;
        for (Map.Entry<Long, Double> word : question.entrySet()) {
            Double there = vector == null ? null : vector.get(word.getKey());
            if (there != null) {
                score = (score == null ? 0 : score) + there * word.getValue();
            }
        }
        return score;
    }

    private static Object hit(Point point, double score, JsonNode fields) {
        Map<String, JsonNode> payload = new HashMap<>();
        fields.forEach(field -> payload.put(field.asString(), point.payload.path(field.asString())));
        return Map.of("id", point.id, "version", 1, "score", score, "payload", payload);
    }

    private static boolean matches(Collection in, Point point, JsonNode filter) {
        only(filter, "must", "must_not");
        require(filter.size() > 0, "An empty filter");
        for (JsonNode condition : filter.path("must")) {
            if (!meets(in, point, condition)) {
                return false;
            }
        }
        for (JsonNode condition : filter.path("must_not")) {
            if (meets(in, point, condition)) {
                return false;
            }
        }
        return true;
    }

    private static boolean meets(Collection in, Point point, JsonNode condition) {
        only(condition, "key", "match", "has_id");
        if (condition.has("has_id")) {
            return has(condition.path("has_id"), point.id);
        }
        String key = condition.path("key").asString("");
        require(in.indexed.contains(key), "The test wants only what is indexed to be filtered by, not " + key);
        only(condition.path("match"), "value", "any");
        String value = point.payload.path(key).asString("");
        return condition.path("match").has("any")
                ? has(condition.path("match").path("any"), value)
                : condition.path("match").path("value").asString("").equals(value);
    }

    private static boolean has(JsonNode values, String wanted) {
        for (JsonNode value : values) {
            if (value.asString("").equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
