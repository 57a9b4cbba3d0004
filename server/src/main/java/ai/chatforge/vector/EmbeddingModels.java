package ai.chatforge.vector;

import ai.chatforge.vector.VectorSettings.EmbeddingSettings;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The model that passages are to have vectors of, and the one that they had before. */
final class EmbeddingModels {
    private static final Pattern ID = Pattern.compile("(.+)@(\\d{1,5})");

    private final EmbeddingModel builtIn;
    private final @Nullable ModelEndpoint endpoint;
    private final EmbeddingSettings settings;
    private final EmbeddingModel wanted;

    /** @param endpoint null for none: then the built-in model is wanted */
    EmbeddingModels(EmbeddingModel builtIn, @Nullable ModelEndpoint endpoint, EmbeddingSettings settings) {
        this.builtIn = builtIn;
        this.endpoint = endpoint;
        this.settings = settings;
        this.wanted = endpoint == null
                ? builtIn
                : new OpenAiEmbeddingModel(endpoint, settings.model(), settings.dimension(), settings);
    }

    EmbeddingModel wanted() {
        return wanted;
    }

    EmbeddingModel builtIn() {
        return builtIn;
    }

    /** One whose vectors are still searched in. One that nobody can be asked for any more fails when it is asked. */
    EmbeddingModel byId(String id) {
        if (id.equals(wanted.id())) {
            return wanted;
        }
        if (id.equals(builtIn.id())) {
            return builtIn;
        }
        Matcher parts = ID.matcher(id);
        return endpoint != null && parts.matches()
                ? new OpenAiEmbeddingModel(endpoint, parts.group(1), Integer.parseInt(parts.group(2)), settings)
                : new Retired(id);
    }

    private record Retired(String id) implements EmbeddingModel {
        @Override
        public int dimension() {
            Matcher parts = ID.matcher(id);
            return parts.matches() ? Integer.parseInt(parts.group(2)) : MiniLm.DIMENSION;
        }

        @Override
        public float[] embedQuery(String text) {
            throw new EmbeddingException("The model " + id + " is not configured any more");
        }

        @Override
        public List<float[]> embedPassages(List<String> texts) {
            throw new EmbeddingException("The model " + id + " is not configured any more");
        }
    }
}
