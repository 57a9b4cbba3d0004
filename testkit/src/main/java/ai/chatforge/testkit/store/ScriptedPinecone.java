package ai.chatforge.testkit.store;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Both of Pinecone's APIs in their version 2026-07: that of indexes, and that of an index's documents. */
public final class ScriptedPinecone extends ScriptedStore {
    private static final int LARGEST = 2 * 1024 * 1024;

    private final Map<String, Index> indexes = new TreeMap<>();
    private int lag;
    private boolean tellsNumbers = true;

    public ScriptedPinecone(String key) throws IOException {
        super("Api-Key", key, LARGEST);
    }

    private static final class Index {
        private final JsonNode description;
        private final PineconeDocuments documents;
        private int looks;

        private Index(JsonNode description) {
            this.description = description;
            this.documents = new PineconeDocuments(description.path("schema").path("fields"));
        }
    }

    /** How many requests do not see a change yet. */
    public synchronized void lag(int requests) {
        lag = requests;
    }

    /** Whether answers say which changes they are about. */
    public synchronized void tellsNumbers(boolean tells) {
        tellsNumbers = tells;
    }

    @Override
    public synchronized String everything() {
        StringBuilder all = new StringBuilder();
        for (Index index : indexes.values()) {
            all.append(index.documents.everything());
        }
        return all.toString();
    }

    @Override
    public synchronized void lose() {
        indexes.clear();
    }

    @Override
    Object error(int status, String message) {
        return status == 401
                ? message
                : Map.of("status", status, "error", Map.of("code", "INVALID_ARGUMENT", "message", message));
    }

    @Override
    Answer answer(String method, URI uri, JsonNode body, HttpExchange exchange) {
        require(
                "2026-07".equals(exchange.getRequestHeaders().getFirst("X-Pinecone-Api-Version")),
                "The test wants one version");
        String[] parts = uri.getPath().split("/", -1);
        if (parts[1].equals("indexes") && parts.length == 2 && method.equals("GET")) {
            return new Answer(
                    200,
                    Map.of(
                            "indexes",
                            indexes.entrySet().stream()
                                    .map(each -> describe(each.getKey(), each.getValue()))
                                    .toList()));
        }
        if (parts[1].equals("indexes")) {
            return parts.length == 2 ? create(method, body) : index(method, parts[2]);
        }
        // In truth the host names the index; here the path begins with it.
        require(
                parts.length == 6 && parts[2].equals("namespaces") && parts[4].equals("documents"),
                "No such path: " + uri.getPath());
        Index named = indexes.get(parts[1]);
        if (named == null) {
            throw new Refusal(404, "Index " + parts[1] + " not found.");
        }
        return documents(named, parts[5], body);
    }

    private Answer create(String method, JsonNode body) {
        require(method.equals("POST"), "Method");
        only(body, "name", "deployment", "schema");
        only(body.path("deployment"), "deployment_type", "cloud", "region");
        String name = body.path("name").asString("");
        require(name.matches("[a-z0-9]([a-z0-9-]{0,43}[a-z0-9])?"), "Name");
        if (indexes.containsKey(name)) {
            throw new Refusal(409, "Resource already exists.");
        }
        for (Map.Entry<String, JsonNode> field :
                body.path("schema").path("fields").properties()) {
            only(field.getValue(), "type", "dimension", "metric", "full_text_search");
            boolean dense = field.getValue().path("type").asString("").equals("dense_vector");
            require(dense == (field.getValue().path("dimension").asInt(0) > 0), "Dimension");
            require(dense || field.getValue().path("full_text_search").isObject(), "A string without full_text_search");
            only(field.getValue().path("full_text_search"), "language", "stemming", "stop_words");
        }
        Index made = new Index(body);
        indexes.put(name, made);
        return new Answer(201, describe(name, made));
    }

    private Answer index(String method, String name) {
        Index found = indexes.get(name);
        if (found == null) {
            throw new Refusal(404, "Index " + name + " not found.");
        }
        if (method.equals("DELETE")) {
            indexes.remove(name);
            return new Answer(202, Map.of());
        }
        require(method.equals("GET"), "Method");
        return new Answer(200, describe(name, found));
    }

    /** It takes a while until an index is there. */
    private Object describe(String name, Index index) {
        boolean ready = index.looks++ > 1;
        return Map.of(
                "name",
                name,
                "host",
                url() + "/" + name,
                "status",
                Map.of("ready", ready, "state", ready ? "Ready" : "Initializing"),
                "schema",
                index.description.path("schema"),
                "deployment",
                index.description.path("deployment"),
                "deletion_protection",
                "disabled");
    }

    private Answer documents(Index in, String verb, JsonNode body) {
        require(in.looks > 1, "The index is not ready");
        PineconeDocuments documents = in.documents;
        if (verb.equals("upsert") || verb.equals("delete")) {
            return new Answer(
                    202, documents.change(verb, body, lag), numbered("x-pinecone-request-lsn", documents.accepted()));
        }
        Object found = documents.look(verb, body);
        return new Answer(200, found, numbered("x-pinecone-max-indexed-lsn", documents.shown()));
    }

    private Map<String, String> numbered(String header, long number) {
        return tellsNumbers ? Map.of(header, "" + number) : Map.of();
    }
}
