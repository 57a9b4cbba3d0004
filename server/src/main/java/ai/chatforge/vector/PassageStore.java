package ai.chatforge.vector;

import java.io.IOException;
import java.util.List;

/** Where passage indexes are kept, one for each embedding model. */
interface PassageStore {
    /** Opens the index of a model; one that is not there, or cannot be read, is begun anew. */
    PassageIndex open(EmbeddingModel model) throws IOException;

    /** Takes away the whole index of a model. It must not be open. */
    void clear(EmbeddingModel model) throws IOException;

    /** Takes away those of all others: what was begun for a model that nobody wants must not outlive its sources. */
    void keepOnly(List<EmbeddingModel> models) throws IOException;
}
