package ai.chatforge.vector;

import ai.chatforge.vector.PassageIndex.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Points with a dense vector for the meaning and a sparse one for the words, whose rarity Qdrant knows. */
final class QdrantCollection implements PassageServer {
    static final String MEANING = "meaning";
    static final String WORDS = "words";
    static final String BOT = "bot";
    static final String KEY = "key";
    private static final String PASSAGE = "passage";

    private static final int TRIES = 5;
    /** Somebody waits for the answer to a question. */
    private static final int TRIES_FOR_A_QUESTION = 3;
    /** What one request may hold is 32 MB, unless the operator of the Qdrant says otherwise; some allow less. */
    private static final int LARGEST_REQUEST = 4_000_000;

    private static final int DIGITS = 13;
    private static final int OTHERS = 15_000;
    private static final int MOST_EDITIONS = 1_000_000;

    private final JsonEndpoint endpoint;
    private final String path;
    private final int batch;

    QdrantCollection(JsonEndpoint endpoint, String path, int dimension) {
        this.endpoint = endpoint;
        this.path = path;
        this.batch = Math.clamp(LARGEST_REQUEST / (dimension * DIGITS + OTHERS), 1, 200);
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public void put(Edition edition, List<Entry> entries) throws IOException {
        endpoint.send(
                "PUT",
                path + "/points?wait=true",
                Map.of(
                        "points",
                        entries.stream().map(entry -> point(edition, entry)).toList()),
                TRIES);
    }

    private static Map<String, Object> point(Edition edition, Entry entry) {
        Map<String, Object> vectors = new HashMap<>(Map.of(MEANING, entry.embedding()));
        SparseWords words = SparseWords.ofPassage(entry.heading(), entry.body());
        if (!words.isEmpty()) {
            vectors.put(WORDS, words);
        }
        return Map.of(
                "id",
                id(edition, entry.id()),
                "vector",
                vectors,
                "payload",
                Map.of(BOT, edition.source().botId(), KEY, edition.key(), PASSAGE, entry.id()));
    }

    /** The same passage of two editions is two points. */
    private static UUID id(Edition edition, UUID passage) {
        return UUID.nameUUIDFromBytes((edition.mark() + " " + passage).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void delete(Collection<Edition> editions) throws IOException {
        endpoint.send(
                "POST",
                path + "/points/delete?wait=true",
                Map.of("filter", Map.of("must", List.of(anyOf(editions)))),
                TRIES);
    }

    private static Map<String, Object> anyOf(Collection<Edition> editions) {
        return Map.of(
                "key",
                KEY,
                "match",
                Map.of("any", editions.stream().map(Edition::key).toList()));
    }

    @Override
    public Map<Edition, Integer> contents() throws IOException {
        JsonNode hits = endpoint.send(
                        "POST", path + "/facet", Map.of("key", KEY, "limit", MOST_EDITIONS, "exact", true), TRIES)
                .path("result")
                .path("hits");
        Map<Edition, Integer> contents = new HashMap<>();
        for (JsonNode hit : hits) {
            contents.put(
                    Edition.parse(hit.path("value").asString("")),
                    hit.path("count").asInt(0));
        }
        return contents;
    }

    /** Changes wait until they can be seen. */
    @Override
    public void settle() {}

    @Override
    public List<Found> find(UUID bot, Collection<Edition> hidden, Ranking ranking) throws IOException {
        Map<String, Object> request = new HashMap<>();
        switch (ranking) {
            case Ranking.Near near -> {
                request.put("query", near.embedding());
                request.put("using", MEANING);
            }
            case Ranking.Matching matching -> {
                request.put("query", SparseWords.ofQuestion(matching.words()));
                request.put("using", WORDS);
            }
        }
        request.put("filter", filter(bot, hidden, ranking.only()));
        request.put("limit", ranking.count());
        request.put("with_payload", List.of(KEY, PASSAGE));
        JsonNode points = endpoint.send("POST", path + "/points/query", request, TRIES_FOR_A_QUESTION)
                .path("result")
                .path("points");
        List<Found> found = new ArrayList<>();
        for (JsonNode point : points) {
            found.add(new Found(
                    point.path("id").asString(""),
                    Edition.parse(point.path("payload").path(KEY).asString("")),
                    UUID.fromString(point.path("payload").path(PASSAGE).asString("")),
                    point.path("score").asDouble(0)));
        }
        return found;
    }

    private static Map<String, Object> filter(UUID bot, Collection<Edition> hidden, List<Found> only) {
        List<Object> must = new ArrayList<>();
        must.add(Map.of("key", BOT, "match", Map.of("value", bot)));
        if (!only.isEmpty()) {
            must.add(Map.of("has_id", only.stream().map(Found::ref).toList()));
        }
        Map<String, Object> filter = new HashMap<>(Map.of("must", must));
        if (!hidden.isEmpty()) {
            filter.put("must_not", List.of(anyOf(hidden)));
        }
        return filter;
    }
}
