package ai.chatforge.vector;

import ai.chatforge.vector.JsonEndpoint.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Collections of a Weaviate, one for each model, with vectors and words of ChatForge's own making. */
final class WeaviateStore implements PassageStore {
    private static final Logger LOG = LoggerFactory.getLogger(WeaviateStore.class);
    private static final int TRIES = 4;
    private static final int NOT_FOUND = 404;

    private final JsonEndpoint endpoint;
    private final JsonMapper json;
    private final String prefix;

    WeaviateStore(JsonEndpoint endpoint, JsonMapper json, String prefix) {
        this.endpoint = endpoint;
        this.json = json;
        this.prefix = prefix;
    }

    static Map<String, String> headers(String key) {
        return key.isBlank() ? Map.of() : Map.of("Authorization", "Bearer " + key);
    }

    @Override
    public PassageIndex open(EmbeddingModel model) throws IOException {
        String name = name(model);
        if (!exists(name)) {
            create(name);
        }
        return RemotePassageIndex.open(new WeaviateCollection(endpoint, json, name, model.dimension()));
    }

    private boolean exists(String name) throws IOException {
        try {
            JsonNode found = endpoint.send("GET", "/v1/schema/" + name, null, TRIES);
            for (JsonNode property : found.path("properties")) {
                if (property.path("name").asString("").equals(WeaviateCollection.KEY)) {
                    return true;
                }
            }
            throw new IOException("The collection " + name + " in Weaviate is not as ChatForge makes it:"
                    + " delete it, or choose another chatforge.vector.server.name-prefix");
        } catch (RefusedException e) {
            if (e.status() == NOT_FOUND) {
                return false;
            }
            throw new IOException("Weaviate does not show the collection " + name + ": " + e.inFull(), e);
        }
    }

    private void create(String name) throws IOException {
        try {
            endpoint.send(
                    "POST",
                    "/v1/schema",
                    Map.of(
                            "class",
                            name,
                            "vectorizer",
                            "none",
                            "vectorIndexConfig",
                            Map.of("distance", "cosine"),
                            "invertedIndexConfig",
                            Map.of("bm25", Map.of("k1", 1.2, "b", 0.75), "stopwords", Map.of("preset", "none")),
                            "properties",
                            List.of(
                                    value(WeaviateCollection.BOT),
                                    value(WeaviateCollection.KEY),
                                    value(WeaviateCollection.PASSAGE),
                                    text(WeaviateCollection.WORDS),
                                    text(WeaviateCollection.HEADINGS))),
                    TRIES);
        } catch (RefusedException e) {
            // It may be there from an earlier try, whose answer was lost.
            if (!exists(name)) {
                throw new IOException("Weaviate does not make the collection " + name + ": " + e.inFull(), e);
            }
        }
    }

    private static Map<String, Object> value(String name) {
        return property(name, "field", true);
    }

    private static Map<String, Object> text(String name) {
        return property(name, "whitespace", false);
    }

    private static Map<String, Object> property(String name, String tokenization, boolean filterable) {
        return Map.of(
                "name",
                name,
                "dataType",
                List.of("text"),
                "tokenization",
                tokenization,
                "indexFilterable",
                filterable,
                "indexSearchable",
                !filterable);
    }

    @Override
    public void keepOnly(List<EmbeddingModel> models) throws IOException {
        List<String> names = new ArrayList<>();
        endpoint.send("GET", "/v1/schema", null, TRIES)
                .path("classes")
                .forEach(each -> names.add(each.path("class").asString("")));
        for (String name : ModelHash.surplus(names, beginning(), models, this::name)) {
            LOG.info("The collection {} is of no more use and deleted", name);
            delete(name);
        }
    }

    @Override
    public void clear(EmbeddingModel model) throws IOException {
        delete(name(model));
    }

    private void delete(String name) throws IOException {
        try {
            endpoint.send("DELETE", "/v1/schema/" + name, null, TRIES);
        } catch (RefusedException e) {
            if (e.status() != NOT_FOUND) {
                throw e;
            }
        }
    }

    private String name(EmbeddingModel model) {
        return beginning() + ModelHash.of(model);
    }

    /** Its names begin with a capital letter and have no hyphens. */
    private String beginning() {
        return prefix.substring(0, 1).toUpperCase(Locale.ROOT)
                + prefix.substring(1).replace('-', '_')
                + "_";
    }
}
