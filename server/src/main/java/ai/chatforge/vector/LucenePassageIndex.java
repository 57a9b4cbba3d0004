package ai.chatforge.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryCachingPolicy;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/** HNSW and BM25 in one Lucene index. */
final class LucenePassageIndex implements PassageIndex {
    private static final int BATCH = 200;
    private static final int SEGMENTS_PER_TIER = 3;
    private static final int FLOOR_MB = 32;
    private static final float HEADING_BOOST = 0.5f;

    static final String ID = "id";
    private static final String BOT = "bot";
    private static final String SOURCE = "source";
    /** Bot, source and revision in one term, by which the index's contents are listed. */
    private static final String KEY = "key";

    private static final String HEADING = "heading";
    private static final String BODY = "body";
    static final String EMBEDDING = "embedding";

    /** Which passages a bot has is asked at each of its questions. */
    private static final QueryCachingPolicy BOTS = new QueryCachingPolicy() {
        @Override
        public void onUse(Query query) {
            // Nothing is counted.
        }

        @Override
        public boolean shouldCache(Query query) {
            return query instanceof TermQuery one && one.getTerm().field().equals(BOT);
        }
    };

    private final Analyzer analyzer = new PassageAnalyzer();
    private final QueryBuilder words = new QueryBuilder(analyzer);
    private final FSDirectory directory;
    private final IndexWriter writer;
    /** Beside the thread that asks: an answer waits for the slowest segment, not for one after another. */
    private final ExecutorService cores = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
            Thread.ofPlatform().name("search-", 0).daemon().factory());

    private final SearcherManager searchers;

    private LucenePassageIndex(Path folder) throws IOException {
        this.directory = FSDirectory.open(folder);
        try {
            this.writer = new IndexWriter(directory, writing());
            // What the last end cut off.
            writer.maybeMerge();
            this.searchers = new SearcherManager(writer, searching());
        } catch (IOException | RuntimeException e) {
            cores.shutdownNow();
            directory.close();
            throw e;
        }
    }

    private IndexWriterConfig writing() {
        TieredMergePolicy merging = new TieredMergePolicy();
        // Erasing means all of it, not only what is worth the work.
        merging.setForceMergeDeletesPctAllowed(0);
        // A search pays for each segment anew; 100,000 passages lay in 30 of them.
        merging.setSegmentsPerTier(SEGMENTS_PER_TIER).setFloorSegmentMB(FLOOR_MB);
        return new IndexWriterConfig(analyzer).setMergePolicy(merging).setCodec(new QuantisedVectors());
    }

    private SearcherFactory searching() {
        return new SearcherFactory() {
            @Override
            public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
                IndexSearcher searcher = new IndexSearcher(reader, cores);
                searcher.setQueryCachingPolicy(BOTS);
                return searcher;
            }
        };
    }

    /** Opens the index; one that is torn is thrown away, because it can be made again. */
    static LucenePassageIndex open(Path folder, Runnable onTorn) throws IOException {
        Files.createDirectories(folder);
        try {
            return whole(folder);
        } catch (LockObtainFailedException inUse) {
            throw inUse;
        } catch (IOException | RuntimeException torn) {
            onTorn.run();
            clear(folder);
            return new LucenePassageIndex(folder);
        }
    }

    private static LucenePassageIndex whole(Path folder) throws IOException {
        LucenePassageIndex index = new LucenePassageIndex(folder);
        try {
            index.verify();
            return index;
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    /** Opening reads only the ends of the files; this reads all of them and compares their checksums. */
    private void verify() throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            for (LeafReaderContext segment : searcher.getIndexReader().leaves()) {
                segment.reader().checkIntegrity();
            }
        } finally {
            searchers.release(searcher);
        }
    }

    static void clear(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void replace(SourceKey source, Iterable<Entry> entries) throws IOException {
        writer.deleteDocuments(new Term(SOURCE, source.sourceId().toString()));
        List<Document> batch = new ArrayList<>(BATCH);
        for (Entry entry : entries) {
            batch.add(document(source, entry));
            if (batch.size() == BATCH) {
                writer.addDocuments(batch);
                batch.clear();
            }
        }
        writer.addDocuments(batch);
    }

    private static Document document(SourceKey source, Entry entry) {
        Document document = new Document();
        document.add(new StringField(ID, entry.id().toString(), Field.Store.YES));
        document.add(new StringField(BOT, source.botId().toString(), Field.Store.NO));
        document.add(new StringField(SOURCE, source.sourceId().toString(), Field.Store.NO));
        document.add(new StringField(KEY, keyOf(source), Field.Store.NO));
        document.add(new TextField(HEADING, entry.heading(), Field.Store.NO));
        document.add(new TextField(BODY, entry.body(), Field.Store.NO));
        document.add(new KnnFloatVectorField(EMBEDDING, entry.embedding(), VectorSimilarityFunction.DOT_PRODUCT));
        return document;
    }

    @Override
    public void deleteSource(UUID sourceId) throws IOException {
        writer.deleteDocuments(new Term(SOURCE, sourceId.toString()));
    }

    @Override
    public void deleteBot(UUID botId) throws IOException {
        writer.deleteDocuments(new Term(BOT, botId.toString()));
    }

    @Override
    public void erase() throws IOException {
        if (writer.hasDeletions()) {
            writer.forceMergeDeletes(true);
            commit();
            // The files of the old state can go now that no search reads them.
            writer.deleteUnusedFiles();
        }
    }

    @Override
    public void commit() throws IOException {
        writer.commit();
        searchers.maybeRefreshBlocking();
    }

    @Override
    public boolean mayHold(UUID botId) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return searcher.getIndexReader().docFreq(new Term(BOT, botId.toString())) > 0;
        } finally {
            searchers.release(searcher);
        }
    }

    @Override
    public List<Candidate> candidates(UUID botId, Question question, int count) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return candidates(searcher, botId, question, count);
        } finally {
            searchers.release(searcher);
        }
    }

    private List<Candidate> candidates(IndexSearcher searcher, UUID botId, Question question, int count)
            throws IOException {
        Query ofBot = new TermQuery(new Term(BOT, botId.toString()));
        Query text = question.asksForWords() ? textQuery(question.words()) : null;
        SortedMap<Integer, Float> found = new TreeMap<>();
        if (question.asksForMeaning()) {
            Query near = new KnnFloatVectorQuery(EMBEDDING, question.embedding(), count, ofBot);
            for (ScoreDoc each : searcher.search(near, count).scoreDocs) {
                found.put(each.doc, Float.NaN);
            }
        }
        if (text != null) {
            Query matching = new BooleanQuery.Builder()
                    .add(text, BooleanClause.Occur.MUST)
                    .add(ofBot, BooleanClause.Occur.FILTER)
                    .build();
            for (ScoreDoc each : searcher.search(matching, count).scoreDocs) {
                found.put(each.doc, each.score);
            }
        }
        return new BothScores(searcher, text, question.embedding()).of(found);
    }

    private @Nullable Query textQuery(String question) {
        Query body = words.createBooleanQuery(BODY, question);
        Query heading = words.createBooleanQuery(HEADING, question);
        if (body == null || heading == null) {
            return null;
        }
        return new BooleanQuery.Builder()
                .add(body, BooleanClause.Occur.SHOULD)
                .add(new BoostQuery(heading, HEADING_BOOST), BooleanClause.Occur.SHOULD)
                .build();
    }

    @Override
    public Map<SourceKey, Integer> contents() throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            Map<SourceKey, Integer> contents = new HashMap<>();
            Terms terms = MultiTerms.getTerms(searcher.getIndexReader(), KEY);
            if (terms == null) {
                return contents;
            }
            TermsEnum each = terms.iterator();
            for (BytesRef term = each.next(); term != null; term = each.next()) {
                int count = searcher.count(new TermQuery(new Term(KEY, BytesRef.deepCopyOf(term))));
                if (count > 0) {
                    contents.put(parse(term.utf8ToString()), count);
                }
            }
            return contents;
        } finally {
            searchers.release(searcher);
        }
    }

    private static String keyOf(SourceKey source) {
        return source.botId() + " " + source.sourceId() + " " + source.revision();
    }

    private static SourceKey parse(String key) {
        String[] parts = key.split(" ", -1);
        return new SourceKey(UUID.fromString(parts[0]), UUID.fromString(parts[1]), Integer.parseInt(parts[2]));
    }

    @Override
    public void close() throws IOException {
        try {
            searchers.close();
            // What is not committed is not to stay; and an orderly end would wait for merges.
            writer.rollback();
        } finally {
            cores.shutdownNow();
            directory.close();
        }
    }
}
