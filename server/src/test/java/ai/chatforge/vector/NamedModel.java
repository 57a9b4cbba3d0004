package ai.chatforge.vector;

import java.util.List;

/** A model that nobody asks for vectors. */
record NamedModel(String id, int dimension) implements EmbeddingModel {
    @Override
    public float[] embedQuery(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<float[]> embedPassages(List<String> texts) {
        throw new UnsupportedOperationException();
    }
}
