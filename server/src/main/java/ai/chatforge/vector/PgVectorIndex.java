package ai.chatforge.vector;

import java.io.IOException;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A table with HNSW and full-text indexes. New passages come in as pending ones, which no search sees, so that however
 * many they are the transaction of {@link #commit} is short.
 */
final class PgVectorIndex implements PassageIndex {
    private static final int BATCH = 200;
    /** Headings count half, as with Lucene. */
    private static final String WEIGHTS = "{0, 0, 0.5, 1}";

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;
    private final TransactionTemplate transactions;
    private final String table;
    private final String type;
    private final Set<Change> changes = new LinkedHashSet<>();
    private volatile boolean deleted;

    PgVectorIndex(DataSource source, String table, String type) {
        this.jdbc = new JdbcTemplate(source);
        this.sql = JdbcClient.create(jdbc);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(source));
        this.table = table;
        this.type = type;
    }

    /** What the next commit does, in this order. */
    private record Change(String column, UUID id, boolean replaced) {}

    @Override
    public synchronized void replace(SourceKey source, Iterable<Entry> entries) throws IOException {
        dropPending("source_id", source.sourceId());
        List<Entry> batch = new ArrayList<>(BATCH);
        for (Entry entry : entries) {
            batch.add(entry);
            if (batch.size() == BATCH) {
                insert(source, batch);
                batch.clear();
            }
        }
        insert(source, batch);
        note(new Change("source_id", source.sourceId(), true));
    }

    private void insert(SourceKey source, List<Entry> entries) throws IOException {
        run(() -> jdbc.batchUpdate(
                "insert into %s (id, pending, bot_id, source_id, revision, terms, embedding) values (?, true, ?, ?, ?, ?::tsvector, ?::%s)"
                        .formatted(table, type),
                entries,
                BATCH,
                (row, entry) -> {
                    row.setObject(1, entry.id());
                    row.setObject(2, source.botId());
                    row.setObject(3, source.sourceId());
                    row.setInt(4, source.revision());
                    row.setString(5, Terms.ofPassage(entry.heading(), entry.body()));
                    row.setString(6, vector(entry.embedding()));
                }));
    }

    @Override
    public synchronized void deleteSource(UUID sourceId) throws IOException {
        delete("source_id", sourceId);
    }

    @Override
    public synchronized void deleteBot(UUID botId) throws IOException {
        delete("bot_id", botId);
    }

    private void delete(String column, UUID id) throws IOException {
        dropPending(column, id);
        note(new Change(column, id, false));
    }

    private void dropPending(String column, UUID id) throws IOException {
        run(() -> sql.sql("delete from %s where pending and %s = :id".formatted(table, column))
                .param("id", id)
                .update());
    }

    private void note(Change change) {
        // The last time it was said counts: a replacement must not delete what it brought.
        changes.remove(change);
        changes.add(change);
    }

    @Override
    public synchronized void commit() throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        run(() -> transactions.execute(status -> {
            changes.forEach(this::apply);
            return true;
        }));
        changes.clear();
        deleted = true;
    }

    private void apply(Change change) {
        sql.sql("delete from %s where not pending and %s = :id".formatted(table, change.column()))
                .param("id", change.id())
                .update();
        if (change.replaced()) {
            sql.sql("update %s set pending = false where pending and source_id = :id".formatted(table))
                    .param("id", change.id())
                    .update();
        }
    }

    /** Rows that nobody sees any more stay in PostgreSQL's files until they are swept up. */
    @Override
    public void erase() throws IOException {
        if (takeDeleted()) {
            // Not locked: changes go on meanwhile.
            run(() -> {
                jdbc.execute("vacuum " + table);
                return true;
            });
        }
    }

    private synchronized boolean takeDeleted() throws IOException {
        commit();
        boolean any = deleted;
        deleted = false;
        return any;
    }

    @Override
    public boolean mayHold(UUID botId) throws IOException {
        return run(() -> sql.sql("select exists (select from %s where bot_id = :bot and not pending)".formatted(table))
                .param("bot", botId)
                .query(Boolean.class)
                .single());
    }

    @Override
    public List<Candidate> candidates(UUID botId, Question question, int count) throws IOException {
        String words = Terms.ofQuestion(question.words());
        boolean near = question.asksForMeaning() && question.embedding().length > 0;
        boolean matching = question.asksForWords() && !words.isEmpty();
        if (!near && !matching) {
            return List.of();
        }
        String closeness = question.embedding().length == 0 ? "0" : "1 - (embedding <=> :vector::" + type + ")";
        String rank = matching ? "ts_rank('" + WEIGHTS + "', terms, :words::tsquery)" : "0";
        String nearest =
                "select id from %s where bot_id = :bot and not pending order by embedding <=> :vector::%s limit :count"
                        .formatted(table, type);
        String best =
                "select id from %s where bot_id = :bot and not pending and terms @@ :words::tsquery order by %s desc, id limit :count"
                        .formatted(table, rank);
        String found = near && matching ? "(" + nearest + ") union (" + best + ")" : near ? nearest : best;
        String all = "select id, %s as closeness, %s as words from %s where not pending and id in (%s)"
                .formatted(closeness, rank, table, found);
        return run(() -> transactions.execute(status -> {
            // Without it a bot that has few of all passages would find too few: the filter comes after the index.
            jdbc.execute("set local hnsw.iterative_scan = strict_order; set local hnsw.ef_search = 100");
            return sql.sql(all)
                    .param("bot", botId)
                    .param("vector", vector(question.embedding()))
                    .param("words", words)
                    .param("count", count)
                    .query((ResultSet rs, int n) -> new Candidate(
                            rs.getObject("id", UUID.class), rs.getDouble("closeness"), rs.getDouble("words")))
                    .list();
        }));
    }

    @Override
    public Map<SourceKey, Integer> contents() throws IOException {
        Map<SourceKey, Integer> contents = new HashMap<>();
        run(() -> {
            sql.sql(
                            "select bot_id, source_id, revision, count(*) as passages from %s where not pending group by 1, 2, 3"
                                    .formatted(table))
                    .query((ResultSet rs) -> {
                        contents.put(
                                new SourceKey(
                                        rs.getObject("bot_id", UUID.class),
                                        rs.getObject("source_id", UUID.class),
                                        rs.getInt("revision")),
                                rs.getInt("passages"));
                    });
            return true;
        });
        return contents;
    }

    private static String vector(float[] numbers) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < numbers.length; i++) {
            text.append(i == 0 ? "" : ",").append(numbers[i]);
        }
        return text.append(']').toString();
    }

    private <T> T run(Supplier<T> work) throws IOException {
        try {
            return work.get();
        } catch (DataAccessException | TransactionException e) {
            throw new IOException("The table of passages could not be read or changed", e);
        }
    }

    /** What was not committed is cleared away when it is opened again. */
    @Override
    public synchronized void close() {
        changes.clear();
    }
}
