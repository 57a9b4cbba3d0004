package ai.chatforge.vector;

import ai.chatforge.vector.VectorSettings.RerankerSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An endpoint that speaks as Cohere's and Jina's do. */
final class HttpReranker implements Reranker {
    private final ModelEndpoint endpoint;
    private final String model;

    HttpReranker(ModelEndpoint endpoint, RerankerSettings settings) {
        this.endpoint = endpoint;
        this.model = settings.model();
    }

    @Override
    public List<Double> scores(String question, List<String> texts) throws IOException {
        JsonNode answer = endpoint.post(
                "", Map.of("model", model, "query", question, "documents", texts, "top_n", texts.size()), 1);
        List<Double> scores = new ArrayList<>(Collections.nCopies(texts.size(), Double.NaN));
        for (JsonNode result : answer.path("results")) {
            int index = result.path("index").asInt(-1);
            double score = result.path("relevance_score").asDouble(Double.NaN);
            if (index < 0 || index >= texts.size() || Double.isNaN(score)) {
                throw new IOException("The reranker gave a result that cannot be read");
            }
            scores.set(index, score);
        }
        if (scores.stream().anyMatch(score -> score.isNaN())) {
            throw new IOException("The reranker left passages out");
        }
        return scores;
    }
}
