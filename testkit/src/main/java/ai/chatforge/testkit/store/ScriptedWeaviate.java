package ai.chatforge.testkit.store;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Collections with vectors that are brought along, batches by REST and queries by GraphQL, as Weaviate 1.25 to 1.38 have
 * them.
 */
public final class ScriptedWeaviate extends ScriptedStore {
    private static final int LARGEST = 32 * 1024 * 1024;

    private final Map<String, Collection> collections = new HashMap<>();
    private int deletesAtOnce = 10_000;

    public ScriptedWeaviate(String key) throws IOException {
        super("Authorization", "Bearer " + key, LARGEST);
    }

    private record Thing(String id, double[] vector, JsonNode properties) {}

    private record Collection(JsonNode config, Map<String, Thing> things) {
        boolean has(String property, String setting) {
            for (JsonNode each : config.path("properties")) {
                if (each.path("name").asString("").equals(property)) {
                    return each.path(setting).asBoolean(false);
                }
            }
            throw new Refusal(422, "no such prop with name '" + property + "' found");
        }
    }

    /** What QUERY_MAXIMUM_RESULTS says. */
    public synchronized void deletesAtOnce(int most) {
        deletesAtOnce = most;
    }

    @Override
    public synchronized String everything() {
        StringBuilder all = new StringBuilder();
        for (Collection each : collections.values()) {
            each.things.values().forEach(thing -> all.append(thing.properties).append('\n'));
        }
        return all.toString();
    }

    @Override
    public synchronized void lose() {
        collections.clear();
    }

    @Override
    Object error(int status, String message) {
        return Map.of("error", List.of(Map.of("message", message)));
    }

    @Override
    Answer answer(String method, URI uri, JsonNode body, HttpExchange exchange) {
        String what = method + " " + uri.getPath();
        if (uri.getPath().startsWith("/v1/schema/")) {
            return schema(method, uri.getPath().substring("/v1/schema/".length()));
        }
        return new Answer(
                200,
                switch (what) {
                    case "GET /v1/schema" ->
                        Map.of(
                                "classes",
                                collections.values().stream()
                                        .map(each -> each.config)
                                        .toList());
                    case "POST /v1/schema" -> create(body);
                    case "POST /v1/batch/objects" -> put(body);
                    case "DELETE /v1/batch/objects" -> delete(body);
                    case "POST /v1/graphql" -> query(body);
                    default -> throw new Refusal(404, "path " + uri.getPath() + " was not found");
                });
    }

    private Answer schema(String method, String name) {
        if (method.equals("DELETE")) {
            collections.remove(name);
            return new Answer(200, Map.of());
        }
        Collection found = collections.get(name);
        return found == null ? new Answer(404, Map.of()) : new Answer(200, found.config);
    }

    private Object create(JsonNode body) {
        only(body, "class", "vectorizer", "vectorIndexConfig", "invertedIndexConfig", "properties");
        only(body.path("vectorIndexConfig"), "distance");
        only(body.path("invertedIndexConfig"), "bm25", "stopwords");
        String name = body.path("class").asString("");
        if (!name.matches("[A-Z][_0-9A-Za-z]{0,254}") || collections.containsKey(name)) {
            throw new Refusal(422, "class name " + name + " already exists or is none");
        }
        body.path("properties")
                .forEach(property ->
                        only(property, "name", "dataType", "tokenization", "indexFilterable", "indexSearchable"));
        collections.put(name, new Collection(body, new TreeMap<>()));
        return body;
    }

    private Collection collection(String name) {
        Collection found = collections.get(name);
        if (found == null) {
            throw new Refusal(422, "class " + name + " not found in schema");
        }
        return found;
    }

    private Object put(JsonNode body) {
        only(body, "objects");
        List<Object> results = new ArrayList<>();
        for (JsonNode object : body.path("objects")) {
            String wrong = "";
            try {
                take(object);
            } catch (Refusal e) {
                wrong = String.valueOf(e.getMessage());
            }
            results.add(Map.of(
                    "id",
                    object.path("id"),
                    "result",
                    wrong.isEmpty()
                            ? Map.of("status", "SUCCESS")
                            : Map.of("status", "FAILED", "errors", error(422, wrong))));
        }
        return results;
    }

    private void take(JsonNode object) {
        only(object, "class", "id", "properties", "vector");
        Collection in = collection(object.path("class").asString(""));
        String id = object.path("id").asString("");
        require(UUID.fromString(id).toString().equals(id), "id");
        object.path("properties").properties().forEach(property -> {
            in.has(property.getKey(), "indexFilterable");
            require(property.getValue().isString(), "not a string");
        });
        int dimension = in.things.isEmpty() ? 0 : in.things.values().iterator().next().vector.length;
        in.things.put(id, new Thing(id, numbers(object.path("vector"), dimension), object.path("properties")));
    }

    private Object delete(JsonNode body) {
        only(body, "match", "output", "dryRun");
        only(body.path("match"), "class", "where");
        Collection in = collection(body.path("match").path("class").asString(""));
        JsonNode where = body.path("match").path("where");
        only(where, "path", "operator", "valueTextArray");
        require(where.path("operator").asString("").equals("ContainsAny"), "operator");
        Map<String, Object> filter = Map.of(
                "path",
                List.of(where.path("path").path(0).asString()),
                "operator",
                "ContainsAny",
                "valueText",
                where.path("valueTextArray")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        List<String> matching = in.things.values().stream()
                .filter(thing -> matches(in, thing, filter))
                .map(Thing::id)
                .toList();
        List<String> deleted = matching.stream().limit(deletesAtOnce).toList();
        deleted.forEach(in.things::remove);
        return Map.of(
                "results",
                Map.of("matches", matching.size(), "limit", deletesAtOnce, "successful", deleted.size(), "failed", 0));
    }

    private Object query(JsonNode body) {
        only(body, "query");
        GraphQl.Field get = GraphQl.parse(body.path("query").asString("")).field("Get");
        Map<String, Object> found = new HashMap<>();
        try {
            get.fields().forEach(each -> found.put(each.name(), objects(collection(each.name()), each)));
        } catch (Refusal e) {
            return Map.of("errors", List.of(Map.of("message", String.valueOf(e.getMessage()))));
        }
        return Map.of("data", Map.of("Get", found));
    }

    private static List<Object> objects(Collection in, GraphQl.Field asked) {
        Map<String, Object> arguments = asked.arguments();
        int limit = ((Number) arguments.getOrDefault("limit", 100.0)).intValue();
        if (arguments.get("after") instanceof String after) {
            require(arguments.size() == 2, "where cannot be set with after and limit parameters");
            return in.things.values().stream()
                    .filter(thing -> thing.id.compareTo(after) > 0)
                    .limit(limit)
                    .map(thing -> shown(thing, 0, asked))
                    .toList();
        }
        Map<Thing, Double> scores = scores(in, arguments);
        return scores.entrySet().stream()
                .filter(each ->
                        !(arguments.get("where") instanceof Map<?, ?> where) || matches(in, each.getKey(), where))
                .sorted(Map.Entry.<Thing, Double>comparingByValue().reversed())
                .limit(limit)
                .map(each -> shown(each.getKey(), each.getValue(), asked))
                .toList();
    }

    private static Map<Thing, Double> scores(Collection in, Map<String, Object> arguments) {
        Map<Thing, Double> scores = new LinkedHashMap<>();
        if (arguments.get("nearVector") instanceof Map<?, ?> near && near.get("vector") instanceof List<?> numbers) {
            double[] vector = numbers.stream()
                    .mapToDouble(x -> ((Number) x).doubleValue())
                    .toArray();
            in.things.values().forEach(thing -> {
                require(vector.length == thing.vector.length, "vector lengths don't match");
                scores.put(thing, cosine(vector, thing.vector));
            });
        } else if (arguments.get("bm25") instanceof Map<?, ?> bm25
                && bm25.get("properties") instanceof List<?> fields) {
            List<String> question = Bm25.cut(String.valueOf(bm25.get("query")), "\\s+");
            fields.forEach(field -> addWords(in, scores, String.valueOf(field).split("\\^", -1), question));
            scores.values().removeIf(score -> score == 0);
        } else {
            throw new Refusal(422, "The test wants a ranking");
        }
        return scores;
    }

    private static void addWords(Collection in, Map<Thing, Double> scores, String[] field, List<String> question) {
        require(in.has(field[0], "indexSearchable"), "Property is not searchable");
        double boost = field.length > 1 ? Double.parseDouble(field[1]) : 1;
        Bm25<Thing> ranking = new Bm25<>();
        in.things
                .values()
                .forEach(thing -> ranking.add(
                        thing, Bm25.cut(thing.properties.path(field[0]).asString(""), "\\s+")));
        in.things.values().forEach(thing -> scores.merge(thing, boost * ranking.score(thing, question), Double::sum));
    }

    private static Object shown(Thing thing, double score, GraphQl.Field asked) {
        Map<String, Object> shown = new HashMap<>();
        for (GraphQl.Field field : asked.fields()) {
            if (field.name().equals("_additional")) {
                Map<String, Object> more = new HashMap<>();
                field.fields()
                        .forEach(each -> more.put(
                                each.name(),
                                switch (each.name()) {
                                    case "id" -> thing.id;
                                    case "distance" -> 1 - score;
                                    case "score" -> "" + score;
                                    default -> throw new Refusal(422, "No such field");
                                }));
                shown.put("_additional", more);
            } else {
                shown.put(field.name(), thing.properties.path(field.name()));
            }
        }
        return shown;
    }

    private static boolean matches(Collection in, Thing thing, Map<?, ?> where) {
        String operator = String.valueOf(where.get("operator"));
        if (operator.equals("And") && where.get("operands") instanceof List<?> operands) {
            return operands.stream().allMatch(each -> matches(in, thing, (Map<?, ?>) each));
        }
        String path = where.get("path") instanceof List<?> one ? String.valueOf(one.getFirst()) : "";
        require(in.has(path, "indexFilterable"), "Filter on a property that is not filterable");
        String value = thing.properties.path(path).asString("");
        Object wanted = where.get("valueText");
        return switch (operator) {
            case "Equal" -> value.equals(wanted);
            case "NotEqual" -> !value.equals(wanted);
            case "ContainsAny" -> wanted instanceof List<?> any && any.contains(value);
            default -> throw new Refusal(422, "No operator " + operator);
        };
    }
}
