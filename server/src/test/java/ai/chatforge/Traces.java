package ai.chatforge;

import ai.chatforge.platform.config.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.FSDirectory;

/** Where some words stand, in all tables and files of the running server: behind every service's back. */
record Traces(List<String> words) {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final Path FOLDER =
            SERVER.context().getBean(DataFolder.class).root();

    /** Tables with such rows, and how many. */
    Map<String, Integer> inTables() {
        List<String> tables = SERVER.database().asSuperuser("""
                select table_schema || '.' || table_name from information_schema.tables
                where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
                order by 1
                """);
        Map<String, Integer> found = new TreeMap<>();
        for (String table : tables) {
            String[] names = table.split("\\.", 2);
            int rows = Integer.parseInt(SERVER.database()
                    .asSuperuser("select count(*) from \"%s\".\"%s\" t where %s".formatted(names[0], names[1], anyIn()))
                    .getFirst());
            if (rows > 0) {
                found.put(table, rows);
            }
        }
        return found;
    }

    /** As text, and as bytes, which PostgreSQL shows in hexadecimal. */
    private String anyIn() {
        return words.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .flatMap(word -> Stream.of(word, HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8))))
                .map(form -> "position('" + form + "' in lower(t::text)) > 0")
                .collect(Collectors.joining(" or "));
    }

    /** Files with such bytes or such a name, without PostgreSQL's own and the logs. */
    List<String> inFiles() {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            List<String> found = new ArrayList<>();
            for (Path file : all.toList()) {
                String name = FOLDER.relativize(file).toString();
                if (!name.startsWith("logs") && !name.startsWith("postgres") && holds(name, file)) {
                    found.add(name);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean holds(String name, Path file) throws IOException {
        String content = Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        String all = (name + "\n" + content).toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(word -> all.contains(word.toLowerCase(Locale.ROOT)));
    }

    /** Words of the search index, those of deleted passages too: they stay in its files until these are merged. */
    List<String> inIndex() {
        try (FSDirectory directory = FSDirectory.open(FOLDER.resolve("index"));
                DirectoryReader reader = DirectoryReader.open(directory)) {
            List<String> found = new ArrayList<>();
            for (String field : FieldInfos.getIndexedFields(reader)) {
                Terms terms = MultiTerms.getTerms(reader, field);
                TermsEnum each = terms == null ? TermsEnum.EMPTY : terms.iterator();
                while (each.next() != null) {
                    String term = each.term().utf8ToString();
                    if (words.stream().anyMatch(word -> term.contains(word.toLowerCase(Locale.ROOT)))) {
                        found.add(field + " " + term);
                    }
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
