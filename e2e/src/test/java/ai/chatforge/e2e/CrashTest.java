package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.ScriptedProvider;
import ai.chatforge.testkit.web.ScriptedSite;
import ai.chatforge.testkit.web.ScriptedYouTube;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pulling the plug: what was accepted is finished after the next start, and what was cut off says so. */
class CrashTest {
    private static final int STREAMS = 10;
    private static final String SLOW = "words-400-every-50ms";
    private static final List<Path> DOCUMENTS =
            List.of(Documents.MPICH, Documents.WRITER2LATEX, Documents.WORD_FEATURES);

    private static final int PAGES = 30;

    private static ScriptedProvider provider;
    private static ScriptedYouTube youtube;
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        provider = ScriptedProvider.start();
        youtube = ScriptedYouTube.start();
        youtube.tracks(new ScriptedYouTube.Track(
                "en",
                false,
                IntStream.range(0, 60).mapToObj(i -> "Spoken words " + i + ".").toList()));
        installation = Installation.inOneProcess(
                "crash",
                "--chatforge.outside-http.allowed-private=127.0.0.0/8",
                "--chatforge.document.web.delay=100ms",
                "--chatforge.document.web.youtube=" + youtube.address(),
                "--chatforge.chat.providers.scripted.base-url=" + provider.baseUrl(),
                "--chatforge.chat.providers.scripted.models=words-20," + SLOW);
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
        provider.close();
        youtube.close();
    }

    private static Launched server() {
        return installation.process(Installation.Part.FRONT);
    }

    @Test
    void uploadsInTrainingEndAsIfNothingHadHappened() {
        Client owner = installation.signUp();
        String calm = owner.makeBot("Calm");
        DOCUMENTS.forEach(file -> owner.upload(calm, nameOf(file), file).ok());
        owner.awaitTrained(calm);
        Map<String, Trained> expected = trained(owner, calm);
        assertThat(expected.values())
                .allSatisfy(source -> assertThat(source.passages()).isPositive());

        String shaken = owner.makeBot("Shaken");
        for (int i = 0; i < 10; i++) {
            Path file = DOCUMENTS.get(i % DOCUMENTS.size());
            owner.upload(shaken, i + "-" + nameOf(file), file).ok();
        }
        for (int done : List.of(0, 2)) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        JsonNode counts = counts(owner, shaken);
                        return counts.path("processing").asInt() > 0
                                && counts.path("ready").asInt() >= done;
                    });
            server().kill();
            List<Path> left = extractions();
            server().start();
            assertThat(extractions()).as("documents that a crash left unread").doesNotContainAnyElementsOf(left);
        }
        owner.awaitTrained(shaken);
        Map<String, Trained> after = trained(owner, shaken);
        assertThat(after).hasSize(10);
        after.forEach((name, source) -> assertThat(source).as(name).isEqualTo(expected.get(name.substring(2))));
        assertThat(builtInAnswer(owner, shaken, "What does XHTML 1.0 strict create?")
                        .toString())
                .contains("compatible with the older HTML 4 standard", "writer2latex-manual.docx");
    }

    @Test
    void whatIsFetchedIsNeitherLostNorDoubled() throws IOException {
        Client owner = installation.signUp();
        String bot = owner.makeBot("Reading");
        try (ScriptedSite site = ScriptedSite.start()) {
            IntStream.range(0, PAGES).forEach(i -> site.html(i == 0 ? "/" : "/p" + i, page(i)));
            String sources = "/api/chatbots/" + bot + "/sources";
            String crawled = owner.post(
                            sources,
                            Map.of("type", "url", "url", site.url("/"), "crawl", Map.of("depth", 40, "pages", 100)))
                    .ok()
                    .text("id");
            String spoken = owner.post(sources, Map.of("type", "video", "url", "https://youtu.be/dQw4w9WgXcQ"))
                    .ok()
                    .text("id");
            String asked = owner.post(
                            sources,
                            Map.of(
                                    "type",
                                    "qa",
                                    "title",
                                    "Questions",
                                    "pairs",
                                    List.of(Map.of("question", "Do you ship?", "answer", "Asked words 0."))))
                    .ok()
                    .text("id");
            int kills = killWhileReading(site, List.of(3, 12));
            List<JsonNode> trained = owner.awaitTrained(bot);
            assertThat(trained).hasSize(3).allSatisfy(source -> assertThat(
                            source.path("status").asString())
                    .isEqualTo("ready"));
            assertOnceEach(text(owner, bot, crawled), "Words of page ", PAGES);
            assertOnceEach(text(owner, bot, spoken), "Spoken words ", 60);
            assertOnceEach(text(owner, bot, asked), "Asked words ", 1);
            assertThat(site.requests().stream().filter(path -> path.matches("/|/p\\d+")))
                    // One that is not there, and with each kill one that was not noted.
                    .hasSizeBetween(PAGES, PAGES + 1 + kills);

            site.forgetRequests();
            site.html("/p7", page(7).replace("</main>", "<p>New at page 7.</p></main>"));
            owner.post(sources + "/" + crawled + "/refetch", Map.of()).ok();
            killWhileReading(site, List.of(9));
            owner.awaitTrained(bot);
            assertOnceEach(text(owner, bot, crawled), "Words of page ", PAGES);
            assertThat(text(owner, bot, crawled)).containsOnlyOnce("New at page 7.");
            assertThat(builtInAnswer(owner, bot, "What is new at page 7?")
                            .path("citations")
                            .path(0)
                            .path("url")
                            .asString())
                    .isEqualTo(site.url("/p7"));
        }
    }

    private static String page(int number) {
        return "<!doctype html><html lang=en><head><title>Page " + number + "</title></head><body><main><h1>Page "
                + number + "</h1><p>Words of page " + number + ". What follows is there, with commas, and with more"
                + " words, so that whoever looks for the content of the page takes this for it.</p><a href='/p"
                + (number + 1) + "'>Next</a></main></body></html>";
    }

    /** @return how often it was killed */
    private static int killWhileReading(ScriptedSite site, List<Integer> pages) {
        for (int read : pages) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> site.requests().size() > read);
            server().kill();
            server().start();
        }
        return pages.size();
    }

    private static void assertOnceEach(String text, String words, int count) {
        IntStream.range(0, count).forEach(i -> assertThat(text).containsOnlyOnce(words + i + "."));
    }

    /** Folders of processes that read documents. */
    private static List<Path> extractions() {
        return Folders.list(server().dataFolder().resolve("tmp")).stream()
                .filter(folder -> nameOf(folder).startsWith("extraction-"))
                .toList();
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString();
    }

    private static JsonNode counts(Client owner, String bot) {
        return owner.get("/api/chatbots/" + bot + "/status").ok().json().path("counts");
    }

    private record Trained(String status, int passages, String text) {}

    private static Map<String, Trained> trained(Client owner, String bot) {
        Map<String, Trained> trained = new HashMap<>();
        for (JsonNode source : owner.awaitTrained(bot)) {
            trained.put(
                    source.path("fileName").asString(),
                    new Trained(
                            source.path("status").asString(),
                            source.path("passages").asInt(),
                            text(owner, bot, source.path("id").asString())));
        }
        return trained;
    }

    private static String text(Client owner, String bot, String source) {
        StringBuilder text = new StringBuilder();
        JsonNode page;
        int from = 0;
        do {
            page = owner.get("/api/chatbots/" + bot + "/sources/" + source + "/segments?limit=100&from=" + from)
                    .ok()
                    .json();
            page.path("items")
                    .forEach(segment ->
                            text.append(segment.path("text").asString()).append('\f'));
            from += page.path("items").size();
        } while (from < page.path("total").asInt() && !page.path("items").isEmpty());
        return text.toString();
    }

    @Test
    void answersAreWholeOrSayThatTheyWereInterrupted() throws Exception {
        Client owner = installation.signUp();
        String bot = owner.makeBot("Talkative");
        String finished =
                owner.post("/api/chat", question(bot, "words-20")).ok().text("conversationId");
        String whole = assistant(owner, finished).path("content").asString();

        List<String> conversations = new ArrayList<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<String>> begun = IntStream.range(0, STREAMS)
                    .mapToObj(_ -> new CompletableFuture<String>())
                    .toList();
            begun.forEach(stream -> readers.execute(() -> readUntilItBreaks(owner, bot, stream)));
            for (CompletableFuture<String> stream : begun) {
                conversations.add(stream.get());
            }
            server().kill();
        }
        server().start();
        for (String conversation : conversations) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !assistant(owner, conversation)
                    .path("status")
                    .asString()
                    .equals("streaming"));
            JsonNode message = assistant(owner, conversation);
            assertThat(message.path("status").asString()).isEqualTo("interrupted");
            assertThat(allWords()).startsWith(message.path("content").asString().strip());
        }
        assertThat(assistant(owner, finished).path("status").asString()).isEqualTo("complete");
        assertThat(assistant(owner, finished).path("content").asString()).isEqualTo(whole);
        assertThat(assistant(owner, ask(owner, bot)).path("status").asString()).isEqualTo("complete");
    }

    @Test
    void aDatabaseThatDiesIsBackByItself() {
        Client owner = installation.signUp();
        String bot = owner.makeBot("Kept");
        long postmaster = postmaster().orElseThrow();
        assertThat(ProcessHandle.of(postmaster).orElseThrow().destroyForcibly()).isTrue();
        // Whether anybody notices depends on how soon it is back: what is asked meanwhile may wait for it.
        Set<Integer> meanwhile = new HashSet<>();
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    int status = owner.get("/api/chatbots").status();
                    meanwhile.add(status);
                    return status == 200
                            && postmaster().filter(now -> now != postmaster).isPresent();
                });
        assertThat(meanwhile).isSubsetOf(200, 503);
        assertThat(owner.get("/api/chatbots").body()).contains(bot);
        owner.makeBot("Made afterwards");
    }

    private static Optional<Long> postmaster() {
        Path file = server().dataFolder().resolve("postgres/cluster/postmaster.pid");
        return Files.exists(file) ? Folders.read(file).lines().findFirst().map(Long::parseLong) : Optional.empty();
    }

    private static String ask(Client owner, String bot) {
        return owner.post("/api/chat", question(bot, "words-20")).ok().text("conversationId");
    }

    private static Map<String, Object> question(String bot, String model) {
        return Map.of("botId", bot, "content", "Tell me.", "provider", "scripted", "model", model);
    }

    /** From the sources: the scripted model knows none. */
    private static JsonNode builtInAnswer(Client owner, String bot, String question) {
        return owner.post("/api/chat", Map.of("botId", bot, "content", question, "provider", "built-in"))
                .ok()
                .json()
                .path("message");
    }

    /** Gives the conversation as soon as some words have come. */
    private static void readUntilItBreaks(Client owner, String bot, CompletableFuture<String> begun) {
        Map<String, Object> body = new HashMap<>(question(bot, SLOW));
        body.put("stream", true);
        try (Events events = owner.events(owner.request("/api/chat")
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(Http.JSON.writeValueAsString(body)))
                .build())) {
            String conversation =
                    events.next().orElseThrow().data().path("conversationId").asString();
            int words = 0;
            for (Optional<Events.Event> event = events.next(); event.isPresent(); event = events.next()) {
                words++;
                if (words == 3) {
                    begun.complete(conversation);
                }
            }
        } catch (RuntimeException e) {
            begun.completeExceptionally(e);
            throw e;
        }
    }

    private static JsonNode assistant(Client owner, String conversation) {
        JsonNode messages =
                owner.get("/api/chat/conversations/" + conversation).ok().json().path("messages");
        return StreamSupport.stream(messages.spliterator(), false)
                .filter(message -> message.path("role").asString().equals("assistant"))
                .findFirst()
                .orElseThrow();
    }

    private static String allWords() {
        return IntStream.rangeClosed(1, 400).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    }
}
