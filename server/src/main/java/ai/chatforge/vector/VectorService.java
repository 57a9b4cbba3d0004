package ai.chatforge.vector;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.vector.EmbeddingException.NotTakenException;
import ai.chatforge.vector.PassageIndex.SourceKey;
import ai.chatforge.vector.PassageRepository.LiveSource;
import ai.chatforge.vector.api.KnowledgeIndex.Completed;
import ai.chatforge.vector.api.KnowledgeIndex.IndexRequest;
import ai.chatforge.vector.api.KnowledgeIndex.Revision;
import ai.chatforge.vector.api.KnowledgeIndex.Segment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Makes passages and removes them; for the present tenant. */
@Service
class VectorService {
    private static final Logger LOG = LoggerFactory.getLogger(VectorService.class);

    private final Database db;
    private final PassageRepository passages;
    private final IndexKeeper index;
    private final EmbeddingModels models;
    private final Chunker chunker;

    VectorService(
            @Qualifier("vector") Database db,
            PassageRepository passages,
            IndexKeeper index,
            EmbeddingModels models,
            VectorSettings settings) {
        this.db = db;
        this.passages = passages;
        this.index = index;
        this.models = models;
        this.chunker = new Chunker(settings.passageSize(), settings.passageOverlap());
    }

    private record Draft(Segment segment, int ordinal, Chunker.Chunk chunk, String embedded, byte[] hash) {}

    int index(IndexRequest request) {
        List<Integer> ordinals =
                request.segments().stream().map(Segment::ordinal).toList();
        Set<Integer> done = db.call(() -> passages.segmentsDone(request.sourceId(), request.revision(), ordinals));
        List<Draft> drafts = request.segments().stream()
                .filter(segment -> !done.contains(segment.ordinal()))
                .flatMap(segment -> drafts(segment).stream())
                .toList();
        EmbeddingModel model = models.wanted();
        Map<String, float[]> vectors = vectors(drafts, model);
        return db.call(() -> {
            keep(request.botId(), request.sourceId());
            passages.insert(
                    request.botId(),
                    request.sourceId(),
                    request.revision(),
                    model.id(),
                    drafts.stream().map(draft -> passage(draft, vectors)).toList());
            return passages.count(request.sourceId(), request.revision());
        });
    }

    private List<Draft> drafts(Segment segment) {
        List<Draft> drafts = new ArrayList<>();
        for (Chunker.Chunk chunk : chunker.cut(segment.text())) {
            String embedded = Passage.embeddedText(segment.section(), chunk.text());
            drafts.add(new Draft(segment, drafts.size(), chunk, embedded, sha256(embedded)));
        }
        return drafts;
    }

    /** By content, so that what the tenant has already, and what repeats itself, is embedded once. */
    private Map<String, float[]> vectors(List<Draft> drafts, EmbeddingModel model) {
        Map<String, float[]> vectors = drafts.isEmpty()
                ? new LinkedHashMap<>()
                : db.call(() -> passages.known(drafts.stream().map(Draft::hash).toList(), model.id()));
        Map<String, String> missing = new LinkedHashMap<>();
        drafts.forEach(draft -> {
            if (!vectors.containsKey(hex(draft))) {
                missing.put(hex(draft), draft.embedded());
            }
        });
        List<float[]> made = embedded(List.copyOf(missing.values()), model);
        int at = 0;
        for (String hash : missing.keySet()) {
            vectors.put(hash, made.get(at++));
        }
        return vectors;
    }

    private static List<float[]> embedded(List<String> texts, EmbeddingModel model) {
        try {
            return model.embedPassages(texts);
        } catch (EmbeddingException e) {
            throw e.later();
        }
    }

    private static Passage passage(Draft draft, Map<String, float[]> vectors) {
        return new Passage(
                Ids.next(),
                draft.segment().ordinal(),
                draft.ordinal(),
                draft.segment().page(),
                draft.segment().second(),
                draft.segment().section(),
                draft.chunk().start(),
                draft.chunk().end(),
                draft.chunk().text(),
                draft.hash(),
                Objects.requireNonNull(vectors.get(hex(draft))));
    }

    Completed complete(Revision revision) {
        SourceKey key = new SourceKey(revision.botId(), revision.sourceId(), revision.revision());
        LiveSource live = db.call(() -> {
            keep(revision.botId(), revision.sourceId());
            LiveSource source =
                    new LiveSource(key, revision.tenantId(), passages.count(revision.sourceId(), revision.revision()));
            passages.makeLive(source);
            return source;
        });
        try {
            index.bringUpToDate(revision.sourceId());
            return new Completed(live.passages(), true);
        } catch (NotTakenException e) {
            LOG.error("Source {} cannot be found: {}", revision.sourceId(), e.getMessage());
            db.run(() -> passages.withdraw(key));
            return new Completed(live.passages(), false);
        }
    }

    /** A job that is still under way must not bring back what was deleted meanwhile. */
    private void keep(UUID bot, UUID source) {
        passages.keepBot(bot);
        if (passages.isDeleted(bot, source)) {
            throw ApiException.notFound("source");
        }
    }

    void deleteSource(UUID bot, UUID source) {
        db.run(() -> {
            passages.holdBot(bot);
            passages.deleteSource(source);
        });
        index.bringUpToDate(source);
    }

    void deleteBot(UUID bot) {
        db.run(() -> {
            passages.holdBot(bot);
            passages.deleteBot(bot);
        });
        index.bringBotUpToDate(bot);
    }

    private static String hex(Draft draft) {
        return HexFormat.of().formatHex(draft.hash());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
