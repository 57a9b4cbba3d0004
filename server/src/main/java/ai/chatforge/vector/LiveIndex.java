package ai.chatforge.vector;

/** An index together with the model that its vectors are of: questions have to be embedded with the same one. */
record LiveIndex(PassageIndex index, EmbeddingModel model) {}
