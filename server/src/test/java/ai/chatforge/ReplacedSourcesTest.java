package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.testkit.web.ScriptedSite;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** New content for sources that are there; questions and answers; whose turn it is; what is cancelled. */
class ReplacedSourcesTest {
    private final WebScene scene = WebScene.make();

    private RunningServer.Answer put(JsonNode source, String fileName, byte[] content) {
        return WebScene.SERVER.upload("PUT", scene.path(source) + "/file", scene.owner(), fileName, content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode upload(String name, String text) {
        return WebScene.SERVER
                .upload(scene.sources(), scene.owner(), name, bytes(text))
                .json();
    }

    @Test
    void aFileIsReplacedInPlace() {
        JsonNode source = scene.ready(upload("hours.txt", "The shop opens at nine."));

        assertThat(put(source, "hours-2.txt", bytes("The shop opens at eleven."))
                        .status())
                .isEqualTo(202);
        scene.until(source, now -> now.path("status").asString().equals("ready"));

        assertThat(scene.get(source).path("fileName").asString()).isEqualTo("hours-2.txt");
        assertThat(scene.text(source)).contains("eleven").doesNotContain("nine");
        assertThat(scene.cited("When does the shop open?").path("text").asString())
                .contains("eleven");
        assertThat(stored(source)).hasSize(1);
    }

    /** Its name goes into a header field, with nine bytes for each character. */
    @Test
    void aFileWithTheLongestNameThereIsOpens() {
        JsonNode source = scene.ready(upload("書".repeat(300) + ".txt", "The shop opens at nine."));
        String link = WebScene.SERVER
                .send("POST", scene.path(source) + "/file-link", scene.owner(), null)
                .json()
                .path("url")
                .asString();
        RunningServer.Answer file = WebScene.SERVER.get(link, null);
        assertThat(file.status()).as(file.body()).isEqualTo(200);
        assertThat(file.body()).isEqualTo("The shop opens at nine.");
    }

    /** Revisions of which segments are stored. */
    private static List<String> stored(JsonNode source) {
        return WebScene.SERVER
                .database()
                .asSuperuser("select string_agg(distinct revision::text, ',') from document.segment where source_id = '"
                        + source.path("id").asString() + "'");
    }

    @Test
    void theSameFileAgainIsNothingNew() {
        JsonNode source = scene.ready(upload("hours.txt", "The shop opens at nine."));
        JsonNode same =
                put(source, "hours.txt", bytes("The shop opens at nine.")).json();
        assertThat(same.path("status").asString()).isEqualTo("ready");
        assertThat(same.path("updatedAt")).isEqualTo(source.path("updatedAt"));
    }

    @Test
    void aFileThatCannotBeReadLeavesTheFormerOne() {
        JsonNode source = scene.ready(upload("hours.txt", "The shop opens at nine."));

        assertThat(put(source, "x.gif", bytes("GIF89a\1\0\1\0\0\0\0;")).status())
                .isEqualTo(415);
        RunningServer.Answer broken = put(source, "broken.pdf", bytes("%PDF-1.4\nnothing of a PDF"));
        assertThat(broken.status()).isEqualTo(202);
        JsonNode kept = scene.until(source, now -> !now.path("error").isNull());

        assertThat(kept.path("status").asString()).isEqualTo("ready");
        assertThat(kept.path("fileName").asString()).isEqualTo("hours.txt");
        assertThat(scene.cited("When does the shop open?").path("text").asString())
                .contains("nine");
    }

    @Test
    void onlyWhatFitsTheTypeIsTaken() {
        JsonNode text = scene.ready(scene.add(Map.of("type", "text", "title", "T", "text", "Some words.")));
        assertThat(put(text, "hours.txt", bytes("The shop opens.")).status()).isEqualTo(409);
        for (String what : List.of("/refetch")) {
            assertThat(WebScene.SERVER
                            .send("POST", scene.path(text) + what, scene.owner(), null)
                            .status())
                    .isEqualTo(409);
        }
        assertThat(WebScene.SERVER
                        .get(scene.path(text) + "/pairs", scene.owner())
                        .status())
                .isEqualTo(409);
        assertThat(WebScene.SERVER
                        .send("PATCH", scene.path(text), scene.owner(), Map.of("refresh", "daily"))
                        .status())
                .isEqualTo(400);
        assertThat(WebScene.SERVER
                        .send("PUT", scene.path(text) + "/file", scene.owner(), Map.of())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aTextIsReadAsItWasTypedAndReplaced() {
        JsonNode source = scene.ready(scene.add(Map.of(
                "type",
                "text",
                "title",
                "Hours",
                "text",
                "  The shop opens at ten.\n\nNot on Sundays.",
                "citable",
                false)));
        assertThat(text(source)).isEqualTo("  The shop opens at ten.\n\nNot on Sundays.");

        scene.send("PUT", source, "/text", Map.of("text", "The shop opens at eleven."));

        JsonNode now = scene.ready(source);
        assertThat(scene.text(source)).contains("eleven").doesNotContain("ten");
        assertThat(now.path("citable").asBoolean()).isFalse();
        assertThat(text(source)).isEqualTo("The shop opens at eleven.");
        JsonNode pairs = scene.add(
                Map.of("type", "qa", "title", "Q", "pairs", List.of(Map.of("question", "Why?", "answer", "Because."))));
        for (String method : List.of("GET", "PUT")) {
            assertThat(WebScene.SERVER
                            .send(
                                    method,
                                    scene.path(pairs) + "/text",
                                    scene.owner(),
                                    method.equals("GET") ? null : Map.of("text", "Words."))
                            .status())
                    .isEqualTo(409);
        }
    }

    private String text(JsonNode source) {
        return WebScene.SERVER
                .get(scene.path(source) + "/text", scene.owner())
                .json()
                .path("text")
                .asString();
    }

    @Test
    void questionsAreFoundAndCanBeEdited() {
        JsonNode source = scene.ready(scene.add(Map.of(
                "type", "qa",
                "title", "Shipping",
                "pairs",
                        List.of(
                                Map.of("question", "Do you ship to Norway?", "answer", "Yes, within five days."),
                                Map.of("question", "Is there a telephone?", "answer", "No, write to us.")))));
        assertThat(scene.segments(source).path("total").asInt()).isEqualTo(2);
        assertThat(scene.cited("Do you ship to Norway?").path("text").asString())
                .contains("five days");

        List<Map<String, String>> other = List.of(
                Map.of("question", "Do you ship to Norway?", "answer", "Yes, within two days."),
                Map.of("question", "Is there a telephone?", "answer", "No, write to us."));
        scene.send("PUT", source, "/pairs", Map.of("pairs", other));
        scene.ready(source);

        assertThat(scene.cited("Do you ship to Norway?").path("text").asString())
                .contains("two days");
        assertThat(WebScene.SERVER
                        .get(scene.path(source) + "/pairs", scene.owner())
                        .json()
                        .path("pairs")
                        .path(0)
                        .path("answer")
                        .asString())
                .isEqualTo("Yes, within two days.");
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsNotReplaced() {
        for (Edit edit : List.of(
                new Edit(
                        Map.of("type", "text", "title", "T", "text", "At nine."),
                        "/text",
                        Map.of("text", "At ten."),
                        Map.of("text", "At eleven.")),
                new Edit(
                        Map.of("type", "qa", "title", "Q", "pairs", List.of(Map.of("question", "a", "answer", "b"))),
                        "/pairs",
                        Map.of("pairs", List.of(Map.of("question", "a", "answer", "c"))),
                        Map.of("pairs", List.of(Map.of("question", "a", "answer", "d")))))) {
            JsonNode source = scene.add(edit.source());
            scene.ready(source);
            String version = version(source, edit.path());
            scene.send("PUT", source, edit.path(), with(edit.first(), version));
            scene.ready(source);

            RunningServer.Answer late = WebScene.SERVER.send(
                    "PUT", scene.path(source) + edit.path(), scene.owner(), with(edit.second(), version));
            assertThat(late.status()).as(late.body()).isEqualTo(409);
            assertThat(late.body()).contains("not as it was when you opened it");
            scene.send("PUT", source, edit.path(), with(edit.second(), version(source, edit.path())));
        }
    }

    private record Edit(
            Map<String, Object> source, String path, Map<String, Object> first, Map<String, Object> second) {}

    private String version(JsonNode source, String path) {
        return WebScene.SERVER
                .get(scene.path(source) + path, scene.owner())
                .json()
                .path("version")
                .asString();
    }

    private static Map<String, Object> with(Map<String, Object> body, String version) {
        Map<String, Object> all = new HashMap<>(body);
        all.put("version", version);
        return all;
    }

    @Test
    void whatNoTextHoldsIsLeftOutOfAnswers() {
        String body = "{\"type\":\"qa\",\"title\":\"Odd\",\"pairs\":[{\"question\":\"Which floor?\","
                + "\"answer\":\"The\\u0000 third\\u0007 one\\ud800.\\nGo up.\"}]}";
        RunningServer.Answer added = WebScene.SERVER.send("POST", scene.sources(), scene.owner(), body);
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(scene.text(scene.ready(added.json()))).contains("The third one.\nGo up.");
    }

    @Test
    void largeSourcesOfSomeAccountsDoNotKeepAnotherWaiting() {
        WebScene second = WebScene.make();
        WebScene third = WebScene.make();
        JsonNode large = scene.add(manyPairs());
        JsonNode other = second.add(manyPairs());
        scene.until(large, ReplacedSourcesTest::isIndexed);
        second.until(other, ReplacedSourcesTest::isIndexed);

        JsonNode small = third.ready(third.add(Map.of("type", "text", "title", "Small", "text", "Only this.")));

        assertThat(scene.ready(large).path("passages").asInt()).isEqualTo(1_000);
        assertThat(second.ready(other).path("passages").asInt()).isEqualTo(1_000);
        assertThat(readyAt(small)).isBefore(readyAt(scene.get(large))).isBefore(readyAt(second.get(other)));
        assertThat(scene.text(large)).contains("Question 0", "Question 99");
    }

    private static boolean isIndexed(JsonNode source) {
        return source.path("stage").asString("").equals("embedding");
    }

    private static Instant readyAt(JsonNode source) {
        return Instant.parse(source.path("updatedAt").asString());
    }

    private static Map<String, Object> manyPairs() {
        List<Map<String, String>> pairs = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String answer = "Number " + i + " is in the drawer behind the counter, below the lamps and the ropes. ";
            pairs.add(Map.of("question", "Question " + i, "answer", answer.repeat(4)));
        }
        return Map.of("type", "qa", "title", "Many", "pairs", pairs);
    }

    @Test
    void manySourcesOfOneAccountDoNotKeepAnotherWaiting() throws Exception {
        try (ScriptedSite slow = ScriptedSite.start()) {
            slow.hold();
            List<JsonNode> many = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                many.add(scene.add(Map.of("type", "url", "url", slow.url("/" + i))));
            }
            WebScene other = WebScene.make();
            JsonNode single = other.add(Map.of("type", "text", "title", "Single", "text", "Only this."));

            other.ready(single);

            assertThat(slow.requests()).isEmpty();
            JsonNode status = WebScene.SERVER
                    .get("/api/chatbots/" + scene.bot() + "/status", scene.owner())
                    .json();
            assertThat(status.path("counts").path("ready").asInt()).isZero();
            many.forEach(source -> scene.send("POST", source, "/cancel"));
        }
    }

    @Test
    void whatIsCancelledIsHeldBackUntilItIsTrained() throws Exception {
        try (ScriptedSite slow = ScriptedSite.start()) {
            slow.html("/", "<!doctype html><html><title>T</title><body><p>Words of it.</p></body></html>");
            slow.hold();
            JsonNode source = scene.add(Map.of("type", "url", "url", slow.url("/")));
            JsonNode next = scene.add(Map.of("type", "text", "title", "Next", "text", "Next words."));
            scene.until(source, now -> now.path("status").asString().equals("processing"));

            JsonNode cancelled = scene.send("POST", source, "/cancel");

            assertThat(cancelled.path("status").asString()).isEqualTo("pending");
            assertThat(cancelled.path("stage").isNull()).isTrue();
            // The next one need not wait for the one that nobody wants any more.
            scene.ready(next);
            slow.release();
            assertThat(scene.send("POST", source, "/cancel").path("status").asString())
                    .isEqualTo("pending");
            WebScene.SERVER.send("POST", "/api/chatbots/" + scene.bot() + "/train", scene.owner(), null);
            assertThat(scene.text(scene.ready(source))).contains("Words of it");
        }
    }

    @Test
    void aRefetchThatIsCancelledLeavesWhatWasRead() throws Exception {
        try (ScriptedSite slow = ScriptedSite.start()) {
            slow.html("/", "<!doctype html><html><title>T</title><body><p>Words of it.</p></body></html>");
            JsonNode source = scene.ready(scene.add(Map.of("type", "url", "url", slow.url("/"))));
            slow.hold();
            scene.send("POST", source, "/refetch");
            scene.until(source, now -> now.path("status").asString().equals("processing"));

            JsonNode cancelled = scene.send("POST", source, "/cancel");

            assertThat(cancelled.path("status").asString()).isEqualTo("ready");
            assertThat(scene.text(source)).contains("Words of it");
            slow.release();
            scene.send("POST", source, "/refetch");
            scene.until(
                    source,
                    now -> now.path("lastFetch").path("outcome").asString().equals("unchanged"));
        }
    }

    @Test
    void strangersSeeNothing() {
        JsonNode source =
                scene.add(Map.of("type", "qa", "title", "Q", "pairs", List.of(Map.of("question", "a", "answer", "b"))));
        String stranger = WebScene.SERVER.signUp();
        assertThat(WebScene.SERVER.get(scene.path(source) + "/pairs", stranger).status())
                .isEqualTo(404);
        for (String path : List.of("/refetch", "/cancel")) {
            assertThat(WebScene.SERVER
                            .send("POST", scene.path(source) + path, stranger, null)
                            .status())
                    .isEqualTo(404);
        }
        assertThat(WebScene.SERVER
                        .send("PUT", scene.path(source) + "/file", stranger, null)
                        .status())
                .isEqualTo(404);
    }
}
