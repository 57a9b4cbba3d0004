package ai.chatforge.bench;

import ai.chatforge.bench.Owner.Submission;
import ai.chatforge.testkit.web.ScriptedSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small sources of all kinds in turn, the same ones for the same seed, each with sentences that no other one has. */
final class SeededSources {
    private static final List<String> WORDS = List.of(
            ("pump valve pressure filter water engine handle button screen battery guarantee customer delivery order"
                            + " invoice return address telephone weekday holiday opening office engineer spare part"
                            + " number model size colour weight height length width power voltage cable plug switch"
                            + " begins ends opens closes turns holds carries needs takes gives shows tells keeps makes"
                            + " slowly quickly often never always before after under above beside without within"
                            + " small large new old green blue heavy light early late warm cold")
                    .split(" "));

    private final Random random;
    private final ScriptedSite site;
    private final Path pdfs;

    private SeededSources(long seed, ScriptedSite site, Path pdfs) {
        this.random = new Random(seed);
        this.site = site;
        this.pdfs = pdfs;
    }

    /**
     * @param site gets the pages that are to be fetched
     * @param pdfs holds {@code 0.pdf}, {@code 1.pdf} and so on, one for each eighth source
     */
    static List<Submission> make(int count, long seed, ScriptedSite site, Path pdfs) throws IOException {
        SeededSources sources = new SeededSources(seed, site, pdfs);
        List<Submission> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(sources.source(i));
        }
        return all;
    }

    private Submission source(int i) throws IOException {
        return switch (i % 8) {
            case 0 -> Submission.json("text", Map.of("type", "text", "title", "Text " + i, "text", text(i, 4)));
            case 1 -> Submission.json("questions", Map.of("type", "qa", "title", "Questions " + i, "pairs", pairs(i)));
            case 2 ->
                file("markdown", i + ".md", "# Notes " + i + "\n\n" + text(i, 3) + "\n\n## More\n\n" + text(-i, 2));
            case 3 -> file("table", i + ".csv", "number,what,remark\n" + rows(i));
            case 4 -> file("HTML", i + ".html", page("File " + i, text(i, 4), ""));
            case 5 -> Submission.file("PDF", i + ".pdf", Files.readAllBytes(pdfs.resolve(i / 8 + ".pdf")));
            case 6 -> url("page", i, Map.of(), 1);
            default -> url("site", i, Map.of("crawl", Map.of("depth", 1, "pages", 5)), 3);
        };
    }

    private static Submission file(String kind, String name, String content) {
        return Submission.file(kind, name, content.getBytes(StandardCharsets.UTF_8));
    }

    private Submission url(String kind, int i, Map<String, Object> more, int pages) {
        String links = IntStream.range(1, pages)
                .mapToObj(n -> "<p><a href='/s%d/%d'>Page %d</a></p>".formatted(i, n, n))
                .collect(Collectors.joining());
        site.html("/s" + i, page("Page " + i, text(i, 3), links));
        for (int n = 1; n < pages; n++) {
            site.html("/s" + i + "/" + n, page("Page " + i + "." + n, text(i * 1000 + n, 2), ""));
        }
        Map<String, Object> fields = new java.util.HashMap<>(more);
        fields.put("type", "url");
        fields.put("url", site.url("/s" + i));
        return Submission.json(kind, fields);
    }

    private static String page(String title, String text, String links) {
        return "<!doctype html><html lang=en><head><title>" + title + "</title></head><body><main><h1>" + title
                + "</h1><p>" + text.replace("\n\n", "</p><p>") + "</p>" + links + "</main></body></html>";
    }

    private List<Map<String, String>> pairs(int i) {
        return IntStream.range(0, 5)
                .mapToObj(n -> Map.of("question", "What about " + i + "." + n + "?", "answer", sentence() + sentence()))
                .toList();
    }

    private String rows(int i) {
        return IntStream.range(0, 20)
                .mapToObj(n -> i + "." + n + "," + word() + " " + word() + ","
                        + sentence().strip())
                .collect(Collectors.joining("\n"));
    }

    private String text(int number, int paragraphs) {
        return IntStream.range(0, paragraphs)
                .mapToObj(p -> "This is paragraph %d of number %d. ".formatted(p, number)
                        + IntStream.range(0, 8).mapToObj(s -> sentence()).collect(Collectors.joining()))
                .collect(Collectors.joining("\n\n"));
    }

    private String sentence() {
        String words =
                IntStream.range(0, 8 + random.nextInt(8)).mapToObj(n -> word()).collect(Collectors.joining(" "));
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ". ";
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
