package ai.chatforge.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A public test set: documents, questions, and which documents answer which question how well.
 *
 * <p>Two forms are read: the usual corpus.jsonl, queries.jsonl and qrels/test.tsv, and that of the SMART collections
 * (Cranfield, MEDLINE, CISI), whose questions are counted from 1 in the order of their file.
 */
record TestSet(String name, List<Document> documents, List<Query> queries) {
    record Document(String id, String title, String text) {}

    /** @param grades by document; above 0 */
    record Query(String id, String text, Map<String, Integer> grades) {}

    static TestSet read(Path folder) throws IOException {
        return Files.exists(folder.resolve("corpus.jsonl")) ? readLines(folder) : readSmart(folder);
    }

    private static TestSet readLines(Path folder) throws IOException {
        List<Document> documents = json(folder.resolve("corpus.jsonl"))
                .map(row -> new Document(
                        row.path("_id").asString(),
                        row.path("title").asString(""),
                        row.path("text").asString("")))
                .toList();
        Map<String, Map<String, Integer>> grades = new HashMap<>();
        try (Stream<String> lines = Files.lines(folder.resolve("qrels/test.tsv"))) {
            lines.skip(1).map(line -> line.split("\t", -1)).forEach(row -> grade(grades, row[0], row[1], row[2]));
        }
        List<Query> queries = json(folder.resolve("queries.jsonl"))
                .map(row -> query(row.path("_id").asString(), row.path("text").asString(""), grades))
                .toList();
        return of(folder, documents, queries);
    }

    private static Stream<JsonNode> json(Path file) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).map(json::readTree);
    }

    private static void grade(Map<String, Map<String, Integer>> grades, String query, String document, String grade) {
        if (Integer.parseInt(grade) > 0) {
            grades.computeIfAbsent(query, q -> new HashMap<>()).put(document, Integer.parseInt(grade));
        }
    }

    private static Query query(String id, String text, Map<String, Map<String, Integer>> grades) {
        return new Query(id, text, grades.getOrDefault(id, Map.of()));
    }

    private static TestSet of(Path folder, List<Document> documents, List<Query> queries) {
        return new TestSet(
                folder.getFileName().toString(),
                documents,
                queries.stream().filter(query -> !query.grades().isEmpty()).toList());
    }

    private static TestSet readSmart(Path folder) throws IOException {
        List<Document> documents = smart(file(folder, ".all")).stream()
                .map(entry -> new Document(
                        entry.getOrDefault('I', ""), entry.getOrDefault('T', ""), entry.getOrDefault('W', "")))
                .toList();
        Map<String, Map<String, Integer>> grades = new HashMap<>();
        for (String line : Files.readAllLines(file(folder, "rel"), StandardCharsets.ISO_8859_1)) {
            String[] row = line.strip().split("\\s+", -1);
            // Query and document, or query, 0 and document; Cranfield's grade runs the wrong way, and -1 is none.
            boolean trec = row.length == 4 && row[1].equals("0");
            boolean none = row.length == 3 && row[2].equals("-1");
            grade(grades, row[0], row[trec ? 2 : 1], none ? "0" : "1");
        }
        List<Query> queries = new ArrayList<>();
        for (Map<Character, String> entry : smart(file(folder, ".qry"))) {
            queries.add(query(Integer.toString(queries.size() + 1), entry.getOrDefault('W', ""), grades));
        }
        return of(folder, documents, queries);
    }

    private static Path file(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString().toLowerCase(java.util.Locale.ROOT);
                        return name.endsWith(end) || (end.equals(".all") && name.contains(".all."));
                    })
                    .findFirst()
                    .orElseThrow(() -> new UncheckedIOException(
                            new IOException(folder + " has neither corpus.jsonl nor the files *.all, *.qry and *rel")));
        }
    }

    private static List<Map<Character, String>> smart(Path file) throws IOException {
        List<Map<Character, String>> entries = new ArrayList<>();
        char field = ' ';
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(".I")) {
                entries.add(new LinkedHashMap<>(Map.of('I', line.substring(2).strip())));
                field = ' ';
            } else if (line.strip().matches("\\.[A-Z]")) {
                field = line.charAt(1);
            } else if (field != ' ') {
                entries.getLast().merge(field, line.strip(), (before, more) -> (before + "\n" + more).strip());
            }
        }
        return entries;
    }
}
