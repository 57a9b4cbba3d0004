package ai.chatforge.vector;

import java.util.List;

/** Turns texts into vectors of length one, whose closeness is that of their meaning. */
interface EmbeddingModel {
    /** Stored with each vector: vectors of different models cannot be compared. */
    String id();

    int dimension();

    float[] embedQuery(String text);

    /** In the order of the texts. Bounded to the cores; questions are not kept waiting by it. */
    List<float[]> embedPassages(List<String> texts);

    /** The same for texts whose vectors somebody waits for. */
    default List<float[]> embedNow(List<String> texts) {
        return embedPassages(texts);
    }
}
