package ai.chatforge.testkit.store;

import static ai.chatforge.testkit.store.ScriptedStore.cosine;
import static ai.chatforge.testkit.store.ScriptedStore.numbers;
import static ai.chatforge.testkit.store.ScriptedStore.only;
import static ai.chatforge.testkit.store.ScriptedStore.require;

import ai.chatforge.testkit.store.ScriptedStore.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The documents of one of Pinecone's indexes. What is accepted at once is shown later. */
final class PineconeDocuments {
    private static final int MOST = 1000;
    private static final int LONGEST_QUERY = 10_000;

    private final JsonNode schema;
    private final Map<String, JsonNode> shown = new TreeMap<>();
    private final Queue<Change> changes = new ArrayDeque<>();
    private long requests;
    private long accepted;
    private long shownUpTo;

    PineconeDocuments(JsonNode schema) {
        this.schema = schema;
    }

    /** @param due the first request that sees it */
    private record Change(long number, long due, Runnable effect) {}

    private void accept(int lag, Runnable effect) {
        accepted++;
        changes.add(new Change(accepted, requests + lag, effect));
    }

    private void show(long request) {
        for (Change next = changes.peek(); next != null && next.due <= request; next = changes.peek()) {
            changes.remove();
            next.effect.run();
            shownUpTo = next.number;
        }
    }

    long accepted() {
        return accepted;
    }

    long shown() {
        return shownUpTo;
    }

    String everything() {
        show(Long.MAX_VALUE);
        return shown.values().toString();
    }

    Object change(String verb, JsonNode body, int lag) {
        if (verb.equals("upsert")) {
            upsert(body, lag);
        } else {
            delete(body, lag);
        }
        return Map.of();
    }

    Object look(String verb, JsonNode body) {
        if (accepted == 0) {
            throw new Refusal(404, "Namespace not found");
        }
        show(requests++);
        return switch (verb) {
            case "search" -> search(body);
            case "fetch" -> fetch(body);
            default -> throw new Refusal(404, "No such path");
        };
    }

    private void upsert(JsonNode body, int lag) {
        only(body, "documents");
        JsonNode documents = body.path("documents");
        require(documents.size() > 0 && documents.size() <= MOST, "Between 1 and 1000 documents");
        documents.forEach(document -> check(document));
        accept(
                lag,
                () -> documents.forEach(
                        document -> shown.put(document.path("_id").asString(), document)));
    }

    private void check(JsonNode document) {
        require(document.path("_id").asString("").matches("[\\x01-\\x7F]{1,512}"), "_id");
        boolean any = false;
        for (Map.Entry<String, JsonNode> each : document.properties()) {
            JsonNode field = schema.path(each.getKey());
            any |= !field.isMissingNode();
            require(each.getKey().equals("_id") || !each.getKey().startsWith("_"), "A reserved name");
            if (field.path("type").asString("").equals("dense_vector")) {
                double[] vector =
                        numbers(each.getValue(), field.path("dimension").asInt());
                require(Arrays.stream(vector).anyMatch(x -> x != 0), "A vector of zeros");
            } else {
                require(each.getValue().isString() || each.getValue().isNumber(), "Metadata");
            }
        }
        require(any, "A document needs a field of the schema");
    }

    private void delete(JsonNode body, int lag) {
        only(body, "filter");
        JsonNode filter = body.path("filter");
        require(filter.size() > 0, "An empty filter");
        accept(lag, () -> shown.values().removeIf(document -> matches(document, filter)));
    }

    private Object fetch(JsonNode body) {
        only(body, "filter", "include_fields", "limit", "pagination_token");
        int limit = body.path("limit").asInt(100);
        require(limit > 0 && limit <= 10_000 && body.path("filter").size() > 0, "Limit or filter");
        String after = body.path("pagination_token").asString("");
        List<JsonNode> page = shown.entrySet().stream()
                .filter(each -> each.getKey().compareTo(after) > 0 && matches(each.getValue(), body.path("filter")))
                .map(Map.Entry::getValue)
                .limit(limit)
                .toList();
        Map<String, Object> found = new TreeMap<>();
        page.forEach(document -> found.put(document.path("_id").asString(), chosen(document, body, Map.of())));
        Map<String, Object> answer = new HashMap<>(Map.of("documents", found, "namespace", "passages"));
        if (page.size() == limit) {
            answer.put("pagination", Map.of("next", page.getLast().path("_id").asString()));
        }
        return answer;
    }

    private static Map<String, Object> chosen(JsonNode document, JsonNode body, Map<String, Object> more) {
        Map<String, Object> chosen = new HashMap<>(more);
        chosen.put("_id", document.path("_id"));
        body.path("include_fields").forEach(field -> {
            if (document.has(field.asString())) {
                chosen.put(field.asString(), document.path(field.asString()));
            }
        });
        return chosen;
    }

    private Object search(JsonNode body) {
        only(body, "score_by", "top_k", "include_fields", "filter");
        int most = body.path("top_k").asInt(0);
        require(most > 0 && most <= 10_000 && body.path("score_by").size() == 1, "top_k or score_by");
        IdentityHashMap<JsonNode, Double> scores = scores(body.path("score_by").path(0));
        return Map.of(
                "matches",
                scores.entrySet().stream()
                        .filter(each -> !body.has("filter") || matches(each.getKey(), body.path("filter")))
                        .sorted(Map.Entry.<JsonNode, Double>comparingByValue().reversed())
                        .limit(most)
                        .map(each -> chosen(each.getKey(), body, Map.of("_score", each.getValue())))
                        .toList(),
                "namespace",
                "passages",
                "usage",
                Map.of("read_units", 1));
    }

    private IdentityHashMap<JsonNode, Double> scores(JsonNode by) {
        only(by, "type", "fields", "values", "query");
        by.path("fields").forEach(field -> require(schema.has(field.asString()), "No such field"));
        IdentityHashMap<JsonNode, Double> scores = new IdentityHashMap<>();
        if (by.path("type").asString("").equals("dense_vector")) {
            require(by.path("fields").size() == 1, "One field");
            String field = by.path("fields").path(0).asString();
            double[] near = numbers(
                    by.path("values"), schema.path(field).path("dimension").asInt());
            shown.values().forEach(each -> scores.put(each, cosine(near, numbers(each.path(field), 0))));
            return scores;
        }
        require(by.path("type").asString("").equals("text"), "Type");
        String query = by.path("query").asString("").strip();
        require(!query.isEmpty() && query.getBytes(StandardCharsets.UTF_8).length <= LONGEST_QUERY, "Query");
        List<String> question = words(query).stream().distinct().toList();
        for (JsonNode field : by.path("fields")) {
            Bm25<JsonNode> ranking = new Bm25<>();
            shown.values()
                    .forEach(each ->
                            ranking.add(each, words(each.path(field.asString()).asString(""))));
            shown.values().forEach(each -> scores.merge(each, ranking.score(each, question), Double::sum));
        }
        scores.values().removeIf(score -> score == 0);
        return scores;
    }

    private static List<String> words(String text) {
        return Bm25.cut(text.toLowerCase(Locale.ROOT), "[^\\p{L}\\p{N}]+");
    }

    private static boolean matches(JsonNode document, JsonNode filter) {
        for (Map.Entry<String, JsonNode> field : filter.properties()) {
            JsonNode value = document.path(field.getKey());
            for (Map.Entry<String, JsonNode> test : field.getValue().properties()) {
                if (!meets(value, test.getKey(), test.getValue())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean meets(JsonNode value, String operator, JsonNode operand) {
        return switch (operator) {
            case "$eq" -> value.equals(operand);
            case "$in" -> operand.valueStream().anyMatch(value::equals);
            case "$nin" -> operand.valueStream().noneMatch(value::equals);
            case "$exists" -> value.isMissingNode() != operand.asBoolean();
            default -> throw new Refusal(400, "No operator " + operator);
        };
    }
}
