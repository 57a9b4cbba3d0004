package ai.chatforge.vector;

import ai.chatforge.vector.VectorSettings.EmbeddingSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Any endpoint that speaks OpenAI's protocol. */
final class OpenAiEmbeddingModel implements EmbeddingModel {
    /** Somebody waits for the answer to a question; without its vector there are still its words. */
    private static final int TRIES_FOR_A_QUESTION = 2;

    private static final int TRIES_FOR_PASSAGES = 5;

    private final ModelEndpoint endpoint;
    private final String model;
    private final int dimension;
    private final EmbeddingSettings settings;

    OpenAiEmbeddingModel(ModelEndpoint endpoint, String model, int dimension, EmbeddingSettings settings) {
        this.endpoint = endpoint;
        this.model = model;
        this.dimension = dimension;
        this.settings = settings;
    }

    static String id(String model, int dimension) {
        return model + "@" + dimension;
    }

    @Override
    public String id() {
        return id(model, dimension);
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public float[] embedQuery(String text) {
        return ask(List.of(text), TRIES_FOR_A_QUESTION).getFirst();
    }

    @Override
    public List<float[]> embedPassages(List<String> texts) {
        List<float[]> vectors = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += settings.batch()) {
            List<String> batch = texts.subList(from, Math.min(texts.size(), from + settings.batch()));
            vectors.addAll(ask(batch, TRIES_FOR_PASSAGES));
        }
        return vectors;
    }

    private List<float[]> ask(List<String> texts, int tries) {
        Map<String, Object> body = new HashMap<>(Map.of("model", model, "input", texts, "encoding_format", "float"));
        if (settings.shorten()) {
            body.put("dimensions", dimension);
        }
        try {
            return vectors(endpoint.post("/embeddings", body, tries), texts.size());
        } catch (IOException e) {
            throw new EmbeddingException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<float[]> vectors(JsonNode answer, int count) {
        float[][] vectors = new float[count][];
        for (JsonNode item : answer.path("data")) {
            int index = item.path("index").asInt(-1);
            if (index < 0 || index >= count || vectors[index] != null) {
                throw new EmbeddingException("The endpoint gave vectors for texts that it was not given");
            }
            vectors[index] = vector(item.path("embedding"));
        }
        for (float[] vector : vectors) {
            if (vector == null) {
                throw new EmbeddingException("The endpoint left texts out");
            }
        }
        return List.of(vectors);
    }

    private float[] vector(JsonNode numbers) {
        if (numbers.size() != dimension) {
            throw new EmbeddingException("The model " + model + " gives vectors of " + numbers.size()
                    + " numbers, but chatforge.vector.embedding.dimension says " + dimension);
        }
        float[] vector = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) numbers.path(i).asDouble(Double.NaN);
            squares += (double) vector[i] * vector[i];
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new EmbeddingException("The endpoint gave a vector without direction");
        }
        // As a float it would be infinite for the smallest numbers there are.
        double length = Math.sqrt(squares);
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }
}
