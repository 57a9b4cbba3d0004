package ai.chatforge.vector;

import ai.chatforge.vector.JsonEndpoint.RefusedException;
import ai.chatforge.vector.VectorSettings.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Document indexes in Pinecone, one for each model. */
final class PineconeStore implements PassageStore {
    static final String ADDRESS = "https://api.pinecone.io";
    /** Of its API, the first with documents. */
    private static final String VERSION = "2026-07";

    static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(PineconeStore.class);
    private static final int TRIES = 4;
    /** Making an index takes seconds, most of the time. */
    private static final int LOOKS = 120;

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final JsonEndpoint control;
    private final ServerSettings settings;
    private final Duration betweenLooks;

    PineconeStore(JsonEndpoint control, ServerSettings settings, Duration betweenLooks) {
        this.control = control;
        this.settings = settings;
        this.betweenLooks = betweenLooks;
    }

    static Map<String, String> headers(String key) {
        return Map.of("Api-Key", key, "X-Pinecone-Api-Version", VERSION);
    }

    @Override
    public PassageIndex open(EmbeddingModel model) throws IOException {
        JsonNode description = ready(model);
        check(model, description);
        String host = description.path("host").asString("");
        JsonEndpoint data = control.at(host.contains("://") ? host : "https://" + host);
        return RemotePassageIndex.open(new PineconeIndex(data, model.dimension(), betweenLooks));
    }

    private JsonNode ready(EmbeddingModel model) throws IOException {
        for (int look = 0; look < LOOKS; look++) {
            JsonNode description = description(model);
            if (description == null) {
                create(model);
            } else if (description.path("status").path("ready").asBoolean(false)
                    && !description.path("status").path("state").asString("").equals("Terminating")) {
                return description;
            }
            JsonEndpoint.pause(betweenLooks);
        }
        throw new IOException("Pinecone is still making the index " + name(model));
    }

    private @Nullable JsonNode description(EmbeddingModel model) throws IOException {
        try {
            return control.send("GET", path(model), null, TRIES);
        } catch (RefusedException e) {
            if (e.status() == NOT_FOUND) {
                return null;
            }
            throw new IOException("Pinecone does not show the index " + name(model) + ": " + e.inFull(), e);
        }
    }

    private void create(EmbeddingModel model) throws IOException {
        Map<String, Object> text = Map.of("type", "string", "full_text_search", Map.of("language", "en"));
        try {
            control.send(
                    "POST",
                    "/indexes",
                    Map.of(
                            "name",
                            name(model),
                            "deployment",
                            Map.of(
                                    "deployment_type",
                                    "managed",
                                    "cloud",
                                    settings.pineconeCloud(),
                                    "region",
                                    settings.pineconeRegion()),
                            "schema",
                            Map.of(
                                    "fields",
                                    Map.of(
                                            PineconeIndex.MEANING,
                                            Map.of(
                                                    "type",
                                                    "dense_vector",
                                                    "dimension",
                                                    model.dimension(),
                                                    "metric",
                                                    "cosine"),
                                            PineconeIndex.WORDS,
                                            text,
                                            PineconeIndex.HEADINGS,
                                            text))),
                    TRIES);
        } catch (RefusedException e) {
            // Made by an earlier try, whose answer was lost.
            if (e.status() != CONFLICT) {
                throw new IOException("Pinecone does not make the index " + name(model) + ": " + e.inFull(), e);
            }
        }
    }

    private void check(EmbeddingModel model, JsonNode description) throws IOException {
        JsonNode fields = description.path("schema").path("fields");
        if (fields.path(PineconeIndex.MEANING).path("dimension").asInt(0) != model.dimension()
                || !fields.has(PineconeIndex.WORDS)) {
            throw new IOException("The index " + name(model) + " in Pinecone is not as ChatForge makes it for "
                    + model.id() + ": delete it, or choose another chatforge.vector.server.name-prefix");
        }
    }

    @Override
    public void keepOnly(List<EmbeddingModel> models) throws IOException {
        List<String> names = new ArrayList<>();
        control.send("GET", "/indexes", null, TRIES)
                .path("indexes")
                .forEach(each -> names.add(each.path("name").asString("")));
        for (String name : ModelHash.surplus(names, settings.namePrefix() + "-", models, this::name)) {
            LOG.info("The index {} is of no more use and deleted", name);
            delete(name);
        }
    }

    @Override
    public void clear(EmbeddingModel model) throws IOException {
        delete(name(model));
    }

    private void delete(String name) throws IOException {
        try {
            control.send("DELETE", "/indexes/" + name, null, TRIES);
        } catch (RefusedException e) {
            if (e.status() != NOT_FOUND) {
                throw new IOException("Pinecone does not delete the index " + name + ": " + e.inFull(), e);
            }
        }
    }

    private String path(EmbeddingModel model) {
        return "/indexes/" + name(model);
    }

    private String name(EmbeddingModel model) {
        return settings.namePrefix() + "-" + ModelHash.of(model);
    }
}
