package ai.chatforge.vector;

import java.util.ArrayList;
import java.util.List;

/** A model by which texts with common words are near each other. It remembers what it was given. */
final class WordModel implements EmbeddingModel {
    private static final int DIMENSION = 64;

    private final List<String> embedded = new ArrayList<>();

    @Override
    public String id() {
        return "words@" + DIMENSION;
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public float[] embedQuery(String text) {
        return vector(text);
    }

    @Override
    public List<float[]> embedPassages(List<String> texts) {
        embedded.addAll(texts);
        return texts.stream().map(WordModel::vector).toList();
    }

    List<String> embedded() {
        return List.copyOf(embedded);
    }

    void forget() {
        embedded.clear();
    }

    private static float[] vector(String text) {
        float[] vector = new float[DIMENSION];
        vector[0] = 0.1f;
        Terms.words(text).forEach(word -> vector[Math.floorMod(word.hashCode(), DIMENSION)] += 1);
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }
}
