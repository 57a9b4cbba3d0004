package ai.chatforge.vector;

import java.io.IOException;

/** Where passage indexes are kept, one for each embedding model. */
interface PassageStore {
    /** Opens the index of a model; one that is not there, or cannot be read, is begun anew. */
    PassageIndex open(EmbeddingModel model) throws IOException;

    /** Takes away the whole index of a model. It must not be open. */
    void clear(EmbeddingModel model) throws IOException;
}
