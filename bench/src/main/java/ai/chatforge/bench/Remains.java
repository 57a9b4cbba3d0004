package ai.chatforge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies in a data folder, seen with the eyes of the database's superuser. */
final class Remains implements AutoCloseable {
    private static final int PORT_LINE = 3;

    /** Each of these counts what should not be there. */
    private static final Map<String, String> LEFT_OVER = leftOver();

    private final Path data;
    private final Connection database;

    private Remains(Path data, Connection database) {
        this.data = data;
        this.database = database;
    }

    static Remains of(Path data) throws IOException, SQLException {
        Path postgres = data.resolve("postgres");
        String port = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"))
                .get(PORT_LINE)
                .strip();
        String password =
                Files.readString(postgres.resolve("superuser.password")).strip();
        return new Remains(
                data,
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/chatforge", "postgres", password));
    }

    private static Map<String, String> leftOver() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("jobs", "select count(*) from document.scheduled_tasks where task_name <> 'delete-file'");
        queries.put("sources at work", """
                select count(*) from document.source
                where job_token is not null or job_waits or former_storage is not null or stage is not null""");
        queries.put("segments of other revisions", """
                select count(*) from document.segment s
                where not exists (select from document.source o where o.id = s.source_id and o.revision = s.revision)""");
        queries.put("pages of other revisions", """
                select count(*) from document.page p
                where not exists (select from document.source o where o.id = p.source_id and o.revision = p.revision)""");
        queries.put("passages that nobody finds", """
                select count(*) from vector.passage p where not exists (
                  select from vector.live_source l where l.source_id = p.source_id and l.revision = p.revision)""");
        queries.put("vectors beside", "select count(*) from vector.passage_vector");
        queries.put("found sources that do not exist", """
                select count(*) from vector.live_source l
                where not exists (select from document.source o where o.id = l.source_id)""");
        queries.put("events that nobody heard", "select count(*) from platform.event_delivery");
        queries.put("events given up", "select count(*) from platform.event_dead");
        return queries;
    }

    /** Of each source in the index, by its id, one text that tells all of its passages and vectors. */
    Map<String, String> passages() throws SQLException {
        return pairs("""
                select p.source_id, count(*) || ' ' || md5(string_agg(
                  concat_ws(' ', p.segment, p.ordinal, p.page, p.section, p.start_at, p.end_at, md5(p.body), md5(p.embedding)),
                  '|' order by p.segment, p.ordinal))
                from vector.passage p
                join vector.live_source l on l.source_id = p.source_id and l.revision = p.revision
                group by p.source_id""");
    }

    /** What the search index has to hold: a line with source, revision and passages each. */
    Set<String> wanted() throws SQLException {
        return new TreeSet<>(
                pairs("select source_id, source_id || ' ' || revision || ' ' || passages from vector.live_source")
                        .values());
    }

    /** What is too much. */
    Map<String, Long> leftOvers() throws SQLException {
        Map<String, Long> found = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : LEFT_OVER.entrySet()) {
            long count = count(each.getValue());
            if (count > 0) {
                found.put(each.getKey(), count);
            }
        }
        return found;
    }

    /** Files are looked at an hour after they were stored, whether a source names them: now instead. */
    void bringSweepForward() throws SQLException {
        try (Statement sql = database.createStatement()) {
            sql.executeUpdate(
                    "update document.scheduled_tasks set execution_time = now() where task_name = 'delete-file'");
        }
    }

    long sweepsLeft() throws SQLException {
        return count("select count(*) from document.scheduled_tasks where task_name = 'delete-file'");
    }

    /** Stored files that no source names, and those named that are not there. */
    List<String> wrongFiles() throws SQLException, IOException {
        Set<String> named =
                new TreeSet<>(pairs("select id, storage_key from document.source where storage_key is not null")
                        .values());
        Path folder = data.resolve("files");
        Set<String> stored;
        try (Stream<Path> files = Files.walk(folder)) {
            stored = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        List<String> wrong = new ArrayList<>();
        stored.stream()
                .filter(file -> !named.contains(file))
                .map(file -> "unnamed " + file)
                .forEach(wrong::add);
        named.stream()
                .filter(file -> !stored.contains(file))
                .map(file -> "missing " + file)
                .forEach(wrong::add);
        return wrong;
    }

    /** Temporary files of uploads and of documents that were being read. */
    static List<String> temporary(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("tmp"))) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    private long count(String query) throws SQLException {
        try (Statement sql = database.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Map<String, String> pairs(String query) throws SQLException {
        Map<String, String> pairs = new LinkedHashMap<>();
        try (Statement sql = database.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                pairs.put(rows.getString(1), rows.getString(2));
            }
        }
        return pairs;
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
