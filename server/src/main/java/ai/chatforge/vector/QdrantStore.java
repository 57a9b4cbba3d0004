package ai.chatforge.vector;

import ai.chatforge.vector.JsonEndpoint.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Collections of a Qdrant, 1.12 or newer, one for each model. */
final class QdrantStore implements PassageStore {
    private static final Logger LOG = LoggerFactory.getLogger(QdrantStore.class);
    private static final int TRIES = 4;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final JsonEndpoint endpoint;
    private final String prefix;

    QdrantStore(JsonEndpoint endpoint, String prefix) {
        this.endpoint = endpoint;
        this.prefix = prefix;
    }

    static Map<String, String> headers(String key) {
        return key.isBlank() ? Map.of() : Map.of("api-key", key);
    }

    @Override
    public PassageIndex open(EmbeddingModel model) throws IOException {
        String name = name(model);
        try {
            check(name, model, endpoint.send("GET", path(name), null, TRIES));
        } catch (RefusedException e) {
            if (e.status() != NOT_FOUND) {
                throw new IOException("Qdrant does not show the collection " + name + ": " + e.inFull(), e);
            }
            create(name, model);
        }
        // Each time: a crash may have come between. Without them nothing can be counted.
        index(name, QdrantCollection.BOT, Map.of("type", "keyword", "is_tenant", true));
        index(name, QdrantCollection.KEY, Map.of("type", "keyword"));
        return RemotePassageIndex.open(new QdrantCollection(endpoint, path(name), model.dimension()));
    }

    private void create(String name, EmbeddingModel model) throws IOException {
        try {
            endpoint.send(
                    "PUT",
                    path(name),
                    Map.of(
                            "vectors",
                            Map.of(QdrantCollection.MEANING, Map.of("size", model.dimension(), "distance", "Cosine")),
                            "sparse_vectors",
                            Map.of(QdrantCollection.WORDS, Map.of("modifier", "idf"))),
                    TRIES);
        } catch (RefusedException e) {
            // Made by an earlier try, whose answer was lost.
            if (e.status() != CONFLICT) {
                throw new IOException("Qdrant does not make the collection " + name + ": " + e.inFull(), e);
            }
        }
    }

    private void index(String name, String field, Map<String, Object> schema) throws IOException {
        endpoint.send(
                "PUT", path(name) + "/index?wait=true", Map.of("field_name", field, "field_schema", schema), TRIES);
    }

    private static void check(String name, EmbeddingModel model, JsonNode answer) throws IOException {
        JsonNode params = answer.path("result").path("config").path("params");
        JsonNode meaning = params.path("vectors").path(QdrantCollection.MEANING);
        if (meaning.path("size").asInt(0) != model.dimension()
                || !meaning.path("distance").asString("").equals("Cosine")
                || !params.path("sparse_vectors").has(QdrantCollection.WORDS)) {
            throw new IOException("The collection " + name + " in Qdrant is not as ChatForge makes it for " + model.id()
                    + ": delete it, or choose another chatforge.vector.server.name-prefix");
        }
    }

    @Override
    public void keepOnly(List<EmbeddingModel> models) throws IOException {
        List<String> names = new ArrayList<>();
        endpoint.send("GET", "/collections", null, TRIES)
                .path("result")
                .path("collections")
                .forEach(each -> names.add(each.path("name").asString("")));
        for (String name : ModelHash.surplus(names, prefix + "-", models, this::name)) {
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
            endpoint.send("DELETE", path(name), null, TRIES);
        } catch (RefusedException e) {
            if (e.status() != NOT_FOUND) {
                throw e;
            }
        }
    }

    private String name(EmbeddingModel model) {
        return prefix + "-" + ModelHash.of(model);
    }

    private static String path(String name) {
        return "/collections/" + name;
    }
}
