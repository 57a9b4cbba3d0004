package ai.chatforge.vector.api;

import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.ServiceName;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** The passages of all sources: made from segments, found by question. Every call may be repeated. */
@InternalApi(ServiceName.VECTOR)
@HttpExchange("/internal/vector")
public interface KnowledgeIndex {

    /** Cuts segments into passages, embeds and stores them. They are found after {@link #complete}. */
    @PostExchange("/index")
    Indexed index(@RequestBody IndexRequest request);

    /** Makes a revision the one that is found, and drops the passages of all others of the source. */
    @PostExchange("/complete")
    Completed complete(@RequestBody Revision revision);

    /** What holds where a bot has no settings of its own. */
    @GetExchange("/standard")
    Standard standard();

    @PostExchange("/search")
    Found search(@RequestBody SearchRequest request);

    /** By which model passages are found at present. */
    @GetExchange("/model")
    Model model();

    /** Vectors of texts by that model: so close to each other as the texts are in meaning. */
    @PostExchange("/embed")
    Embedded embed(@RequestBody Texts texts);

    @PostExchange("/delete-source")
    void deleteSource(@RequestBody SourceKey source);

    @PostExchange("/delete-bot")
    void deleteBot(@RequestBody BotKey bot);

    /** @param revision counts how often the source's text was read anew */
    record IndexRequest(UUID tenantId, UUID botId, UUID sourceId, int revision, List<Segment> segments) {}

    /**
     * A page or section of a source.
     *
     * @param ordinal its place in the source, from 0
     * @param second where it begins in a recording; null for everything else
     */
    record Segment(
            int ordinal,
            @Nullable Integer page,
            @Nullable Integer second,
            @Nullable String section,
            String text) {}

    record Revision(UUID tenantId, UUID botId, UUID sourceId, int revision) {}

    record SourceKey(UUID tenantId, UUID botId, UUID sourceId) {}

    record BotKey(UUID tenantId, UUID botId) {}

    /** @param passages how many the revision has by now */
    record Indexed(int passages) {}

    /** @param taken false when the index takes none of them, so that nothing of the source is found */
    record Completed(int passages, boolean taken) {}

    /** @param retrieval null for the operator's settings */
    record SearchRequest(
            UUID tenantId,
            UUID botId,
            String query,
            int limit,
            @Nullable Retrieval retrieval) {

        public SearchRequest(UUID tenantId, UUID botId, String query, int limit) {
            this(tenantId, botId, query, limit, null);
        }
    }

    /**
     * How a bot's passages are looked for; null wherever the operator's setting holds.
     *
     * @param meaning how much closeness in meaning counts against common words, from 0 to 1
     * @param diversity how much a passage loses for being like a better one, from 0 to 1
     * @param minScore what a passage must reach before it is reranked, from 0 to 1
     * @param rerank whether the reranker, where there is one, orders what was found
     * @param neighbours whether a passage that begins or ends within a sentence is joined with its neighbour
     */
    record Retrieval(
            @Nullable Double meaning,
            @Nullable Double diversity,
            @Nullable Double minScore,
            @Nullable Boolean rerank,
            @Nullable Boolean neighbours) {}

    /**
     * The operator's settings: see {@link Retrieval}.
     *
     * @param reranker whether there is one
     */
    record Standard(
            double meaning, double diversity, double minScore, boolean rerank, boolean reranker, boolean neighbours) {}

    record Found(List<FoundPassage> passages) {}

    /**
     * @param id names the model and what else decides about its vectors
     * @param dimension of these
     * @param builtIn runs in a process of ChatForge, so that nobody is paid for it
     */
    record Model(String id, int dimension, boolean builtIn) {}

    /** From 1 to 64 of them. */
    record Texts(List<String> texts) {
        public static final int MOST = 64;
    }

    /**
     * In the order of the texts.
     *
     * @param vectors each of length one: its numbers as floats of four bytes, the lowest byte first, in base64
     */
    record Embedded(String model, List<String> vectors) {}

    /**
     * A passage, best first.
     *
     * @param segment ordinal of the segment that it was cut from
     * @param start offset of its first character in the segment's text
     * @param end offset behind its last character
     * @param score from 0 to 1: of meaning and words together, or the reranker's
     */
    record FoundPassage(
            UUID passageId,
            UUID sourceId,
            int segment,
            @Nullable Integer page,
            @Nullable Integer second,
            @Nullable String section,
            int start,
            int end,
            String text,
            double score) {}
}
