package ai.chatforge.vector;

import ai.chatforge.vector.PassageIndex.Candidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** Gives what one ranking found its value in the other one too. */
final class BothScores {
    /** The value of BM25 that counts as half of what words can give (tuned: see bench/RESULTS.md). */
    private static final double HALF = 10;

    private final IndexSearcher searcher;
    private final @Nullable Weight text;
    private final float[] embedding;

    BothScores(IndexSearcher searcher, @Nullable Query text, float[] embedding) throws IOException {
        this.searcher = searcher;
        this.text = text == null ? null : searcher.createWeight(searcher.rewrite(text), ScoreMode.COMPLETE, 1);
        this.embedding = embedding;
    }

    /** @param found values of words by document; not a number where they are not known */
    List<Candidate> of(SortedMap<Integer, Float> found) throws IOException {
        List<Candidate> candidates = new ArrayList<>(found.size());
        StoredFields stored = searcher.storedFields();
        List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
        Segment segment = null;
        for (Map.Entry<Integer, Float> each : found.entrySet()) {
            int doc = each.getKey();
            LeafReaderContext leaf = segments.get(ReaderUtil.subIndex(doc, segments));
            if (segment == null || segment.base != leaf.docBase) {
                segment = new Segment(leaf);
            }
            String id = stored.document(doc, Set.of(LucenePassageIndex.ID)).get(LucenePassageIndex.ID);
            double words = each.getValue().isNaN() ? segment.words(doc) : each.getValue();
            candidates.add(new Candidate(UUID.fromString(id), segment.closeness(doc), words / (words + HALF)));
        }
        return candidates;
    }

    /** Read forwards only. */
    private final class Segment {
        private final int base;
        private final FloatVectorValues vectors;
        private final DocIndexIterator vectorOf;
        private final @Nullable Scorer scorer;

        private Segment(LeafReaderContext leaf) throws IOException {
            this.base = leaf.docBase;
            this.vectors = Objects.requireNonNull(leaf.reader().getFloatVectorValues(LucenePassageIndex.EMBEDDING));
            this.vectorOf = vectors.iterator();
            this.scorer = text == null ? null : text.scorer(leaf);
        }

        private double closeness(int doc) throws IOException {
            if (embedding.length == 0) {
                return 0;
            }
            vectorOf.advance(doc - base);
            return VectorUtil.dotProduct(embedding, vectors.vectorValue(vectorOf.index()));
        }

        private double words(int doc) throws IOException {
            if (scorer == null) {
                return 0;
            }
            int at = scorer.docID();
            int there = at < doc - base ? scorer.iterator().advance(doc - base) : at;
            return there == doc - base ? scorer.score() : 0;
        }
    }
}
