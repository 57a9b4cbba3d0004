package ai.chatforge.vector;

import ai.chatforge.vector.PassageIndex.Entry;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A vector database that is spoken to over HTTP. It keeps points; which of them count, {@link RemotePassageIndex} knows.
 */
interface PassageServer {

    /** How many passages one request takes. */
    int batch();

    void put(Edition edition, List<Entry> entries) throws IOException;

    void delete(Collection<Edition> editions) throws IOException;

    /** How many passages there are of each edition, whether it counts or not. */
    Map<Edition, Integer> contents() throws IOException;

    /** Waits until searches see what was written, for as long as is sensible. */
    void settle() throws IOException;

    /** Best first, without passages of hidden editions. */
    List<Found> find(UUID bot, Collection<Edition> hidden, Ranking ranking) throws IOException;

    /**
     * A point.
     *
     * @param ref the server's own name for it
     * @param score the cosine, or what BM25 gives
     */
    record Found(String ref, Edition edition, UUID passage, double score) {}

    /** What points are ranked by. */
    sealed interface Ranking {
        int count();

        /** Those that may be found; empty for all. */
        List<Found> only();

        record Near(float[] embedding, int count, List<Found> only) implements Ranking {}

        /** Words are as {@link Terms} cuts them. */
        record Matching(List<String> words, int count, List<Found> only) implements Ranking {}
    }
}
