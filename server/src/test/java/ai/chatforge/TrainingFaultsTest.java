package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.testkit.web.ScriptedSite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Training that stumbles over what is stored: the database refuses a statement for a while, as after a crash. */
class TrainingFaultsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final WebScene scene = WebScene.make();

    @AfterEach
    void mend() {
        sql("drop function if exists public.refuse() cascade");
    }

    private static List<String> sql(String... statements) {
        return WebScene.SERVER.database().asSuperuser(statements);
    }

    private static void refuse(String table, String when) {
        sql(
                "create or replace function public.refuse() returns trigger language plpgsql as"
                        + " 'begin raise exception ''refused by the test''; end'",
                "create trigger refuse before insert or update on " + table + " for each row when (" + when
                        + ") execute function public.refuse()");
    }

    private static String id(JsonNode source) {
        return source.path("id").asString();
    }

    private static int failures(JsonNode source) {
        return Integer.parseInt(sql("select coalesce(max(consecutive_failures), 0)::text from"
                        + " document.scheduled_tasks where task_name = 'train-source'"
                        + " and position('" + id(source) + "' in encode(task_data, 'escape')) > 0")
                .getFirst());
    }

    private static void tryNow(JsonNode source, int failures) {
        sql("update document.scheduled_tasks set execution_time = now(), version = version + 1, consecutive_failures = "
                + failures + " where task_name = 'train-source' and not picked and position('" + id(source)
                + "' in encode(task_data, 'escape')) > 0");
    }

    private static Map<String, Object> lamps(String answer) {
        return Map.of("type", "qa", "title", "Q", "pairs", pairs(answer));
    }

    private static List<Map<String, String>> pairs(String answer) {
        return List.of(Map.of("question", "Which floor has the lamps?", "answer", answer));
    }

    @Test
    void whatWasReadIsKeptWhenItCouldNotBeIndexed() {
        JsonNode source =
                scene.add(Map.of("type", "text", "title", "Hours", "text", "The shop opens at nine in the morning."));
        scene.ready(source);
        refuse("vector.passage", "true");
        JsonNode other = scene.add(Map.of("type", "text", "title", "Lamps", "text", "Lamps are on the second floor."));
        await().atMost(LONG).until(() -> failures(other) > 0);
        tryNow(other, 19);
        assertThat(scene.failed(other).path("code").asString()).isEqualTo("training_failed");
        mend();

        WebScene.SERVER.send("POST", "/api/chatbots/" + scene.bot() + "/train", scene.owner(), null);

        assertThat(scene.ready(other).path("passages").asInt()).isEqualTo(1);
        assertThat(scene.text(other)).contains("second floor");
        assertThat(scene.cited("On which floor are the lamps?").path("text").asString())
                .contains("second floor");
    }

    @Test
    void betweenTheExchangeOfThePassagesAndItsNoteNobodyInterferes() {
        JsonNode source = scene.ready(scene.add(lamps("They stand on the second one.")));
        refuse("document.source", "new.status = 'ready' and new.id = '" + id(source) + "'");
        scene.send("PUT", source, "/pairs", Map.of("pairs", pairs("They stand on the fifth one.")));
        await().atMost(LONG).until(() -> failures(source) > 0);

        assertThat(scene.cited("Which floor has the lamps?").path("text").asString())
                .contains("fifth");
        assertThat(WebScene.SERVER
                        .send("POST", scene.path(source) + "/cancel", scene.owner(), null)
                        .status())
                .isEqualTo(409);
        // It does not go through the stages again, in which others may interfere.
        mend();
        refuse("document.source", "new.stage = 'embedding' and new.id = '" + id(source) + "'");
        tryNow(source, 1);

        scene.ready(source);
        assertThat(scene.text(source)).contains("fifth");
    }

    @Test
    void afterTheExchangeOfThePassagesThereIsNoWayBack() {
        JsonNode source = scene.ready(scene.add(lamps("They stand on the second one.")));
        refuse("document.source", "new.status = 'ready' and new.revision = 2 and new.id = '" + id(source) + "'");
        scene.send("PUT", source, "/pairs", Map.of("pairs", pairs("They stand on the fifth one.")));
        await().atMost(LONG).until(() -> failures(source) > 0);

        tryNow(source, 19);

        await().atMost(LONG).until(() -> isLater(source));
        assertThat(scene.get(source).path("status").asString()).isEqualTo("processing");
        mend();
        tryNow(source, 0);
        scene.ready(source);
        assertThat(scene.text(source)).contains("fifth");
        assertThat(scene.cited("Which floor has the lamps?").path("text").asString())
                .contains("fifth");
    }

    @Test
    void ofASourceThatTheIndexDoesNotTakeItsOwnerIsToldAndNothingOldIsFound() {
        JsonNode source = scene.ready(scene.add(lamps("They stand on the second one.")));
        sql(
                "create or replace function public.refuse() returns trigger language plpgsql as"
                        + " 'begin new.embedding = substr(new.embedding, 1, 8); return new; end'",
                "create trigger refuse before insert on vector.passage for each row when (new.source_id = '"
                        + id(source) + "') execute function public.refuse()");
        scene.send("PUT", source, "/pairs", Map.of("pairs", pairs("They stand on the fifth one.")));
        assertThat(scene.failed(source).path("code").asString()).isEqualTo("not_indexable");
        assertThat(WebScene.SERVER
                        .send(
                                "POST",
                                "/api/chat",
                                scene.owner(),
                                Map.of("botId", scene.bot(), "content", "Which floor has the lamps?"))
                        .json()
                        .path("message")
                        .path("citations")
                        .size())
                .isZero();

        WebScene.SERVER.send("POST", scene.path(source) + "/train", scene.owner(), null);
        assertThat(scene.failed(source).path("code").asString()).isEqualTo("not_indexable");
        mend();
        scene.send("PUT", source, "/pairs", Map.of("pairs", pairs("They stand on the sixth one.")));
        scene.ready(source);
        assertThat(scene.cited("Which floor has the lamps?").path("text").asString())
                .contains("sixth");
    }

    private static boolean isLater(JsonNode source) {
        return !sql("select task_instance from document.scheduled_tasks where task_name = 'train-source'"
                        + " and coalesce(consecutive_failures, 0) = 0 and execution_time > now() + interval '5 minutes'"
                        + " and position('" + id(source) + "' in encode(task_data, 'escape')) > 0")
                .isEmpty();
    }

    @Test
    void filesThatNoSourceNamesGo() throws Exception {
        JsonNode source = scene.ready(WebScene.SERVER
                .upload(scene.sources(), scene.owner(), "hours.txt", bytes("The shop opens at nine."))
                .json());
        Path files = WebScene.SERVER.context().getBean(DataFolder.class).path("files");
        String key = sql("select storage_key from document.source where id = '" + id(source) + "'")
                .getFirst();
        assertThat(files.resolve(key)).exists();
        sweep(key);
        assertThat(files.resolve(key)).exists();

        // As after a crash between the deletion of the source and that of its file.
        byte[] content = Files.readAllBytes(files.resolve(key));
        assertThat(WebScene.SERVER
                        .send("DELETE", scene.path(source), scene.owner(), null)
                        .status())
                .isEqualTo(204);
        assertThat(files.resolve(key)).doesNotExist();
        Files.write(files.resolve(key), content);
        sweep(key);
        assertThat(files.resolve(key)).doesNotExist();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void sweep(String key) {
        String job = " document.scheduled_tasks where task_name = 'delete-file' and task_instance = '" + key + "'";
        assertThat(sql("select task_instance from" + job)).hasSize(1);
        sql("update document.scheduled_tasks set execution_time = now() where task_name = 'delete-file'"
                + " and task_instance = '" + key + "'");
        await().atMost(LONG).until(() -> sql("select task_instance from" + job).isEmpty());
    }

    @Test
    void aLongCrawlLetsOtherSourcesOfItsAccountGoFirst() throws Exception {
        try (ScriptedSite slow = ScriptedSite.onItsOwnHost()) {
            slow.page(
                    "/",
                    new ScriptedSite.Page(429, Map.of("Retry-After", "300", "Content-Type", "text/html"), new byte[0]));
            JsonNode site = scene.add(Map.of("type", "url", "url", slow.url("/")));
            scene.until(site, now -> slow.requests().contains("/"));

            scene.ready(scene.add(Map.of("type", "text", "title", "Next", "text", "Next words.")));

            assertThat(scene.get(site).path("status").asString()).isEqualTo("processing");
            assertThat(slow.requests().stream().filter("/"::equals)).hasSize(1);
            scene.send("POST", site, "/cancel");
        }
    }
}
