package ai.chatforge.vector;

import ai.chatforge.vector.Fusion.Hit;
import ai.chatforge.vector.PassageLookup.Placed;
import ai.chatforge.vector.VectorSettings.SearchSettings;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import ai.chatforge.vector.api.KnowledgeIndex.SearchRequest;
import ai.chatforge.vector.api.KnowledgeIndex.Standard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Finds passages for a question; of the present tenant. */
@Service
class PassageSearch {
    private static final Logger LOG = LoggerFactory.getLogger(PassageSearch.class);

    private final PassageLookup lookup;
    private final IndexKeeper index;
    private final SearchSettings settings;
    private final Optional<Reranker> reranker;

    PassageSearch(PassageLookup lookup, IndexKeeper index, VectorSettings settings, Optional<Reranker> reranker) {
        this.lookup = lookup;
        this.index = index;
        this.settings = settings.search();
        this.reranker = reranker;
    }

    Standard standard() {
        return new Standard(
                settings.meaning(),
                settings.diversity(),
                settings.minScore(),
                settings.rerank(),
                reranker.isPresent(),
                settings.neighbours());
    }

    List<FoundPassage> search(SearchRequest request) {
        if (request.query().isBlank() || !index.mayHold(request.botId())) {
            return List.of();
        }
        SearchSettings how = settings.with(request.retrieval());
        boolean reranked = how.rerank() && reranker.isPresent();
        boolean chosen = reranked || how.diversity() > 0;
        int count = chosen ? Math.max(IndexKeeper.CANDIDATES, request.limit()) : request.limit();
        List<Hit> hits = index.search(request.botId(), request.query(), how.meaning(), count).stream()
                .filter(hit -> hit.score() >= how.minScore())
                .toList();
        if (hits.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = hits.stream().map(Hit::id).toList();
        Map<UUID, Placed> rows = lookup.found(request.botId(), ids);
        hits = hits.stream().filter(hit -> rows.containsKey(hit.id())).toList();
        if (reranked) {
            hits = reranked(request.query(), hits, rows);
        }
        if (how.diversity() > 0) {
            hits = Diversity.choose(hits, lookup.vectors(ids), how.diversity(), request.limit());
        }
        List<Placed> best = hits.stream()
                .limit(request.limit())
                .map(hit -> scored(Objects.requireNonNull(rows.get(hit.id())), hit.score()))
                .toList();
        return how.neighbours()
                ? Neighbours.join(best, places -> lookup.at(request.botId(), places))
                : best.stream().map(Placed::passage).toList();
    }

    /** A reranker that fails costs quality, not the answer. */
    private List<Hit> reranked(String question, List<Hit> hits, Map<UUID, Placed> rows) {
        List<String> texts = hits.stream()
                .map(hit -> Objects.requireNonNull(rows.get(hit.id())).passage())
                .map(passage -> Passage.embeddedText(passage.section(), passage.text()))
                .toList();
        try {
            List<Double> scores = reranker.orElseThrow().scores(question, texts);
            List<Hit> ordered = new ArrayList<>(IntStream.range(0, hits.size())
                    .mapToObj(i -> new Hit(hits.get(i).id(), scores.get(i)))
                    .toList());
            ordered.sort(Comparator.comparingDouble(Hit::score).reversed());
            return ordered;
        } catch (IOException e) {
            LOG.warn("Passages were not reranked: {}", e.getMessage());
            return hits;
        }
    }

    private static Placed scored(Placed found, double score) {
        FoundPassage p = found.passage();
        return new Placed(
                found.place(),
                new FoundPassage(
                        p.passageId(),
                        p.sourceId(),
                        p.segment(),
                        p.page(),
                        p.second(),
                        p.section(),
                        p.start(),
                        p.end(),
                        p.text(),
                        score));
    }
}
