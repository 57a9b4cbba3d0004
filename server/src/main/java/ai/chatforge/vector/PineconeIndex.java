package ai.chatforge.vector;

import ai.chatforge.vector.JsonEndpoint.Answer;
import ai.chatforge.vector.JsonEndpoint.RefusedException;
import ai.chatforge.vector.PassageIndex.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Documents with a vector and the words as {@link Terms} cuts them. Pinecone does at once what it accepted, but shows it
 * later: where it says up to which change a search sees, {@link #settle} waits for the last one.
 */
final class PineconeIndex implements PassageServer {
    static final String MEANING = "meaning";
    static final String WORDS = "words";
    static final String HEADINGS = "headings";
    private static final String BOT = "bot";
    private static final String KEY = "key";
    private static final String PASSAGE = "passage";

    private static final Logger LOG = LoggerFactory.getLogger(PineconeIndex.class);
    private static final String DOCUMENTS = "/namespaces/passages/documents/";
    private static final String WRITTEN = "x-pinecone-request-lsn";
    private static final String SEEN = "x-pinecone-max-indexed-lsn";

    private static final int TRIES = 6;
    /** Somebody waits for the answer to a question. */
    private static final int TRIES_FOR_A_QUESTION = 3;
    /** Pinecone takes 2 MB, and 1,000 documents. */
    private static final int LARGEST_REQUEST = 1_800_000;

    private static final int DIGITS = 13;
    private static final int OTHERS = 15_000;
    private static final int PAGE = 1000;
    private static final int LOOKS = 40;
    private static final int NOT_FOUND = 404;

    private final JsonEndpoint endpoint;
    private final int batch;
    private final Duration betweenLooks;
    private long written;

    PineconeIndex(JsonEndpoint endpoint, int dimension, Duration betweenLooks) {
        this.endpoint = endpoint;
        this.batch = Math.clamp(LARGEST_REQUEST / (dimension * DIGITS + OTHERS), 1, 200);
        this.betweenLooks = betweenLooks;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public void put(Edition edition, List<Entry> entries) throws IOException {
        write(
                "upsert",
                Map.of(
                        "documents",
                        entries.stream().map(entry -> document(edition, entry)).toList()));
    }

    private static Map<String, Object> document(Edition edition, Entry entry) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "_id",
                edition.mark() + "/" + entry.id(),
                MEANING,
                entry.embedding(),
                BOT,
                edition.source().botId(),
                KEY,
                edition.key(),
                PASSAGE,
                entry.id()));
        putText(document, WORDS, entry.body());
        putText(document, HEADINGS, entry.heading());
        return document;
    }

    private static void putText(Map<String, Object> document, String field, String text) {
        String words = Terms.inOrder(text);
        if (!words.isEmpty()) {
            document.put(field, words);
        }
    }

    @Override
    public void delete(Collection<Edition> editions) throws IOException {
        try {
            write(
                    "delete",
                    Map.of(
                            "filter",
                            Map.of(
                                    KEY,
                                    Map.of(
                                            "$in",
                                            editions.stream().map(Edition::key).toList()))));
        } catch (RefusedException e) {
            // The namespace comes with the first document.
            if (e.status() != NOT_FOUND) {
                throw e;
            }
        }
    }

    private void write(String verb, Object body) throws IOException {
        Answer answer = endpoint.exchange("POST", DOCUMENTS + verb, body, TRIES, List.of(WRITTEN));
        written = Math.max(written, number(answer, WRITTEN));
    }

    private static long number(Answer answer, String header) {
        String value = answer.headers().getOrDefault(header, "");
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }

    @Override
    public void settle() throws IOException {
        for (int look = 0; look < LOOKS; look++) {
            if (written == 0 || isSeen()) {
                return;
            }
            JsonEndpoint.pause(betweenLooks);
        }
        LOG.warn("Pinecone is slow to show what was written; it is searched in nevertheless");
    }

    private boolean isSeen() throws IOException {
        Map<String, Object> any = Map.of("type", "text", "fields", List.of(WORDS), "query", "a");
        Map<String, Object> request = Map.of("score_by", List.of(any), "top_k", 1);
        try {
            Answer answer =
                    endpoint.exchange("POST", DOCUMENTS + "search", request, TRIES_FOR_A_QUESTION, List.of(SEEN));
            return !answer.headers().containsKey(SEEN) || number(answer, SEEN) >= written;
        } catch (RefusedException e) {
            // The namespace comes with the first document.
            if (e.status() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Map<Edition, Integer> contents() throws IOException {
        Map<Edition, Integer> contents = new HashMap<>();
        Map<String, Object> request = new HashMap<>(Map.of(
                "filter", Map.of(PASSAGE, Map.of("$exists", true)), "include_fields", List.of(KEY), "limit", PAGE));
        while (true) {
            JsonNode page = page(request);
            for (JsonNode document : page.path("documents")) {
                contents.merge(Edition.parse(document.path(KEY).asString("")), 1, Integer::sum);
            }
            String next = page.path("pagination").path("next").asString("");
            if (next.isEmpty()) {
                return contents;
            }
            request.put("pagination_token", next);
        }
    }

    private JsonNode page(Object request) throws IOException {
        try {
            return endpoint.send("POST", DOCUMENTS + "fetch", request, TRIES);
        } catch (RefusedException e) {
            if (e.status() == NOT_FOUND) {
                return MissingNode.getInstance();
            }
            throw e;
        }
    }

    @Override
    public List<Found> find(UUID bot, Collection<Edition> hidden, Ranking ranking) throws IOException {
        Map<String, Object> by =
                switch (ranking) {
                    case Ranking.Near near ->
                        Map.of("type", "dense_vector", "fields", List.of(MEANING), "values", near.embedding());
                    case Ranking.Matching matching ->
                        Map.of(
                                "type",
                                "text",
                                "fields",
                                List.of(WORDS, HEADINGS),
                                "query",
                                String.join(" ", matching.words()));
                };
        Map<String, Object> request = Map.of(
                "score_by",
                List.of(by),
                "top_k",
                ranking.count(),
                "include_fields",
                List.of(KEY, PASSAGE),
                "filter",
                filter(bot, hidden, ranking.only()));
        List<Found> found = new ArrayList<>();
        JsonNode answer = endpoint.send("POST", DOCUMENTS + "search", request, TRIES_FOR_A_QUESTION);
        for (JsonNode match : answer.path("matches")) {
            found.add(new Found(
                    match.path("_id").asString(""),
                    Edition.parse(match.path(KEY).asString("")),
                    UUID.fromString(match.path(PASSAGE).asString("")),
                    match.path("_score").asDouble(0)));
        }
        return found;
    }

    private static Map<String, Object> filter(UUID bot, Collection<Edition> hidden, List<Found> only) {
        Map<String, Object> filter = new HashMap<>(Map.of(BOT, Map.of("$eq", bot)));
        if (!hidden.isEmpty()) {
            filter.put(KEY, Map.of("$nin", hidden.stream().map(Edition::key).toList()));
        }
        if (!only.isEmpty()) {
            filter.put(PASSAGE, Map.of("$in", only.stream().map(Found::passage).toList()));
        }
        return filter;
    }
}
