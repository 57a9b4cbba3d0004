package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.web.ScriptedSite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Somebody who may look at a bot but not change it: no route tells anything of its learn-only sources. */
class LearnOnlyForViewersTest {
    private static final RunningServer SERVER = WebScene.SERVER;
    /** In the words, titles, names and addresses of learn-only sources, and nowhere else. */
    private static final String SECRET = "zebrafinch";

    private static final String OPEN = "kingfisher";
    private static final String ENDLESS = "/status/events";

    private static ScriptedSite site;
    private static WebScene scene;
    private static String viewer;
    private static String editor;
    private static final Map<String, JsonNode> HIDDEN = new LinkedHashMap<>();
    private static final List<JsonNode> SHOWN = new ArrayList<>();
    private static String set;
    private static String run;

    @BeforeAll
    static void aBotWithLearnOnlySourcesOfAllKinds() throws IOException {
        site = ScriptedSite.start();
        scene = WebScene.make();
        SHOWN.add(scene.add(text(OPEN + " one", true)));
        HIDDEN.put("text", scene.add(text(SECRET + " text", false)));
        HIDDEN.put(
                "questions",
                scene.add(Map.of(
                        "type",
                        "qa",
                        "title",
                        SECRET + " questions",
                        "citable",
                        false,
                        "pairs",
                        List.of(Map.of(
                                "question", "What does the " + SECRET + " eat?", "answer", SECRET + " seeds")))));
        site.html("/" + SECRET, page(SECRET + " site", "<a href='/" + SECRET + "/2'>More</a>"));
        site.html("/" + SECRET + "/2", page(SECRET + " more", ""));
        HIDDEN.put(
                "site",
                scene.add(Map.of(
                        "type", "url", "citable", false, "url", site.url("/" + SECRET), "crawl", Map.of("depth", 1))));
        HIDDEN.put(
                "video",
                scene.add(Map.of(
                        "type",
                        "video",
                        "title",
                        SECRET + " video",
                        "citable",
                        false,
                        "url",
                        "https://youtu.be/dQw4w9WgXcQ",
                        "transcript",
                        "WEBVTT\n\n00:00.000 --> 00:09.000\nThe " + SECRET + " sings in the morning.\n")));
        HIDDEN.put("file", upload());
        SHOWN.add(scene.add(text(OPEN + " two", true)));
        HIDDEN.values().forEach(scene::ready);
        SHOWN.forEach(scene::ready);
        viewer = Teammates.join(SERVER, scene.owner(), scene.bot(), "viewer");
        editor = Teammates.join(SERVER, scene.owner(), scene.bot(), "editor");
        String evaluations = "/api/chatbots/" + scene.bot() + "/evaluations";
        set = questions(evaluations);
        run = evaluated(evaluations);
    }

    private static JsonNode hidden(String kind) {
        return Objects.requireNonNull(HIDDEN.get(kind));
    }

    @AfterAll
    static void end() {
        site.close();
    }

    private static Map<String, Object> text(String title, boolean citable) {
        return Map.of(
                "type", "text", "title", title, "citable", citable, "text", "The " + title + " sits beside the river.");
    }

    private static String page(String title, String more) {
        return "<!doctype html><html lang=en><head><title>" + title + "</title></head><body><main><h1>" + title
                + "</h1><p>The " + title + " is about a bird that lives in Australia, is grey, and eats seeds of"
                + " grass.</p>" + more + "</main></body></html>";
    }

    private static JsonNode upload() {
        RunningServer.Answer added = SERVER.upload(
                scene.sources() + "?citable=false",
                scene.owner(),
                SECRET + ".md",
                ("# " + SECRET + "\n\nThe " + SECRET + " lays six eggs.\n").getBytes(StandardCharsets.UTF_8));
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        return added.json();
    }

    private static String questions(String evaluations) {
        return made(
                evaluations + "/sets",
                Map.of(
                        "name",
                        "Birds",
                        "questions",
                        List.of(
                                question("Where does the " + OPEN + " sit?", SHOWN.getFirst(), "beside the river"),
                                question("What about the " + SECRET + "?", hidden("text"), "beside the river"))));
    }

    private static String evaluated(String evaluations) {
        String id = made(evaluations + "/runs", Map.of("setId", set, "answers", true));
        JsonNode done = await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> SERVER.get(evaluations + "/runs/" + id, scene.owner())
                                .json(),
                        now -> now.path("state").asString().matches("done|failed"));
        assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("done");
        return id;
    }

    private static Map<String, Object> question(String text, JsonNode source, String phrase) {
        return Map.of(
                "text",
                text,
                "places",
                List.of(Map.of("sourceId", source.path("id").asString(), "phrase", phrase)));
    }

    private static String made(String path, Object body) {
        RunningServer.Answer answer = SERVER.send("POST", path, scene.owner(), body);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 202);
        return answer.json().path("id").asString();
    }

    /** All routes that read something of a bot, with all ids there are. */
    private static List<String> reading() {
        Stream<String> patterns = SERVER
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .filter(route -> route.getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .flatMap(route -> route.getPatternValues().stream())
                .filter(path -> path.startsWith("/api/chatbots/") || path.startsWith("/api/bots/"))
                .filter(path -> !path.endsWith(ENDLESS));
        List<String> ids = new ArrayList<>(List.of(set, run));
        Stream.concat(HIDDEN.values().stream(), SHOWN.stream())
                .forEach(source -> ids.add(source.path("id").asString()));
        Set<String> paths = new LinkedHashSet<>();
        patterns.map(path -> path.replace("{botId}", scene.bot()).replaceFirst("bots/\\{id}", "bots/" + scene.bot()))
                .forEach(path -> ids.forEach(id -> paths.add(
                        path.replace("{id}", id).replace("{baseId}", run).replaceAll("\\{\\w+}", id))));
        return List.copyOf(paths);
    }

    private static List<String> leaks(String path, String body) {
        List<String> leaks = new ArrayList<>();
        if (body.toLowerCase(java.util.Locale.ROOT).contains(SECRET)) {
            leaks.add(path + " tells a word: " + body);
        }
        HIDDEN.forEach((kind, source) -> {
            String id = source.path("id").asString();
            // An error repeats the path that was asked for.
            if (body.contains(id) && !path.contains(id)) {
                leaks.add(path + " tells the id of the " + kind + ": " + body);
            }
        });
        return leaks;
    }

    @Test
    void noRouteThatReadsTellsAnything() {
        List<String> leaks = new ArrayList<>();
        int told = 0;
        for (String path : reading()) {
            RunningServer.Answer answer = SERVER.get(path, viewer);
            assertThat(answer.status()).as(path).isLessThan(500);
            leaks.addAll(leaks(path, answer.body()));
            told += SERVER.get(path, editor).body().contains(SECRET) ? 1 : 0;
        }
        assertThat(leaks).isEmpty();
        assertThat(told).as("what an editor is told by the same routes").isGreaterThan(10);
    }

    @Test
    void aListIsWalkedPageByPageWithoutAHiddenIdAsCursor() {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            RunningServer.Answer page = SERVER.get(scene.sources() + "?limit=1" + cursor, viewer);
            assertThat(leaks(scene.sources(), page.body())).isEmpty();
            page.json()
                    .path("items")
                    .forEach(source -> seen.add(source.path("title").asString()));
            JsonNode next = page.json().path("nextCursor");
            cursor = next.isString() ? "&cursor=" + next.asString() : "";
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactly(OPEN + " one", OPEN + " two");
        assertThat(SERVER.get("/api/chatbots/" + scene.bot() + "/status", viewer)
                        .json()
                        .path("counts")
                        .path("ready")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void eventsOfTheTrainingTellNothing() throws Exception {
        HttpResponse<java.io.InputStream> stream = HttpClient.newHttpClient()
                .send(
                        SERVER.request("/api/chatbots/" + scene.bot() + ENDLESS)
                                .header("Authorization", "Bearer " + viewer)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.startsWith("data:")) {
                line = lines.readLine();
            }
            assertThat(line).contains(OPEN);
            assertThat(leaks(ENDLESS, line)).isEmpty();
        }
    }

    @Test
    void theFileOpensForNobodyWhoMayNotReadIt() {
        String hidden = scene.path(hidden("file"));
        assertThat(SERVER.send("POST", hidden + "/file-link", viewer, null).status())
                .isEqualTo(404);
        scene.send("PATCH", hidden("file"), "", Map.of("citable", true));
        String link = SERVER.send("POST", hidden + "/file-link", viewer, null)
                .json()
                .path("url")
                .asString();
        assertThat(SERVER.get(link, null).body()).contains(SECRET);
        scene.send("PATCH", hidden("file"), "", Map.of("citable", false));

        RunningServer.Answer late = SERVER.get(link, null);

        assertThat(late.status()).isEqualTo(404);
        assertThat(leaks(link, late.body())).isEmpty();
    }

    @Test
    void whatTheyAreAnsweredRestsOnItAndDoesNotQuoteIt() {
        RunningServer.Answer answer = SERVER.send(
                "POST",
                "/api/chat",
                viewer,
                Map.of("botId", scene.bot(), "content", "How many eggs does the bird lay?"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(leaks("/api/chat", answer.body())).isEmpty();
        String conversation = answer.json().path("conversationId").asString();
        assertThat(leaks(
                        "",
                        SERVER.get("/api/chat/conversations/" + conversation, viewer)
                                .body()))
                .isEmpty();
    }
}
