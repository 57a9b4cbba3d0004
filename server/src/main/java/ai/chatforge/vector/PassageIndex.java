package ai.chatforge.vector;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds passages by meaning and by words. Holds nothing that could not be made again from PostgreSQL. */
interface PassageIndex extends AutoCloseable {

    /** What is searched in: {@code heading} is the path of headings above the passage, or empty. */
    record Entry(UUID id, String heading, String body, float[] embedding) {}

    /** One source in one revision, as the index has it. */
    record SourceKey(UUID botId, UUID sourceId, int revision) {}

    /**
     * A passage that one of two rankings found, with its values in both.
     *
     * @param closeness of the vectors: their cosine
     * @param words from 0, when it has none of those that were asked for, to nearly 1
     */
    record Candidate(UUID id, double closeness, double words) {}

    /**
     * Replaces whatever there is of the source, as of the next {@link #commit}. When the entries fail to come, the index is
     * to be closed and opened again. One change at a time.
     */
    void replace(SourceKey source, Iterable<Entry> entries) throws IOException;

    /** Nothing of it is found any more after the next {@link #commit}; {@link #erase} takes it out of the files. */
    void deleteSource(UUID sourceId) throws IOException;

    void deleteBot(UUID botId) throws IOException;

    /** Makes the changes since the last one durable and visible. */
    void commit() throws IOException;

    /** Takes words and vectors of deleted passages out of the files. May take long; searches and changes go on. */
    void erase() throws IOException;

    /** Whether a search of the bot's passages could find any; right away, at the cost of a look-up. */
    boolean mayHold(UUID botId) throws IOException;

    /** The first {@code count} of each ranking that the question asks for, in no order. */
    List<Candidate> candidates(UUID botId, Question question, int count) throws IOException;

    /** How many passages there are of each source. */
    Map<SourceKey, Integer> contents() throws IOException;

    /** Leaves it as it was after the last {@link #commit}. */
    @Override
    void close() throws IOException;
}
