package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Question sets and evaluations over HTTP, with the real index and the built-in answerer. */
class EvaluationTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final String SECRET = "Partners buy at a rebate of thirty-one percent until further notice.";

    private static String owner;
    private static String viewer;
    private static String bot;
    private static String evaluations;
    private static String shop;
    private static String partners;

    @BeforeAll
    static void aBotThatKnowsSomething() {
        owner = SERVER.signUp();
        bot = post("/api/chatbots", Map.of("name", "Measured")).path("id").asString();
        evaluations = "/api/chatbots/" + bot + "/evaluations";
        shop = source(
                "Shop",
                "# Hours\n\nOn Saturdays the shop opens at ten and closes at two.\n\n# Returns\n\n"
                        + "Goods can be returned within thirty days with the receipt.",
                true);
        partners = source("Partners", "# Rebates\n\n" + SECRET, false);
        await().atMost(Duration.ofSeconds(60)).until(() -> SERVER.get("/api/chatbots/" + bot + "/status", owner)
                .json()
                .path("status")
                .asString()
                .equals("ready"));
        viewer = Teammates.join(SERVER, owner, bot, "viewer");
    }

    private static String source(String title, String text, boolean citable) {
        return post(
                        "/api/chatbots/" + bot + "/sources",
                        Map.of("type", "text", "title", title, "text", text, "citable", citable))
                .path("id")
                .asString();
    }

    private static JsonNode post(String path, Object body) {
        RunningServer.Answer answer = SERVER.send("POST", path, owner, body);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 202);
        return answer.json();
    }

    private static Map<String, Object> question(String text, String source, String phrase) {
        return Map.of("text", text, "places", List.of(Map.of("sourceId", source, "phrase", phrase)));
    }

    private static String set(Object... questions) {
        return post(evaluations + "/sets", Map.of("name", "Set", "questions", List.of(questions)))
                .path("id")
                .asString();
    }

    private static String threeQuestions() {
        return set(
                question("When does the shop open on Saturdays?", shop, "opens at ten"),
                question("How long can goods be returned?", shop, "thirty days"),
                question("What rebate do partners get?", partners, "thirty-one percent"));
    }

    private static JsonNode run(String set, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("setId", set);
        String id = post(evaluations + "/runs", body).path("id").asString();
        return await().atMost(Duration.ofSeconds(60)).until(() -> read("/runs/" + id), run -> List.of("done", "failed")
                .contains(run.path("state").asString()));
    }

    private static JsonNode read(String path) {
        RunningServer.Answer answer = SERVER.get(evaluations + path, owner);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String code(RunningServer.Answer answer) {
        return answer.status() + " " + answer.json().path("code").asString();
    }

    @Test
    void aRunSaysWhereEachPlaceWasFoundAndHowWellAnswersRestOnThem() {
        JsonNode run = run(threeQuestions(), Map.of("answers", true, "label", "First"));
        assertThat(run.path("state").asString()).as(run.toString()).isEqualTo("done");
        assertThat(run.path("means").path("recall").asDouble()).isEqualTo(1);
        assertThat(run.path("means").path("ndcg").asDouble()).isGreaterThan(0.5);
        assertThat(run.path("label").asString()).isEqualTo("First");
        assertThat(run.path("indexModel").asString()).isNotEmpty();
        assertThat(run.path("provider").asString()).isNotEmpty();
        JsonNode results = read("/runs/" + run.path("id").asString() + "/results");
        assertThat(results.path("items")).hasSize(3);
        JsonNode first = results.path("items").path(0);
        assertThat(first.path("ranks").path(0).asInt()).isPositive();
        assertThat(first.path("answer").path("text").asString()).contains("opens at ten", "[1]");
        assertThat(first.path("measures").path("groundedness").asDouble()).isEqualTo(1);
        int rank = first.path("ranks").path(0).asInt();
        JsonNode found = first.path("passages").path(rank - 1);
        assertThat(found.path("expected").asBoolean()).isTrue();
        assertThat(found.path("sourceId").asString()).isEqualTo(shop);
        assertThat(results.path("items").path(2).path("answer").path("text").asString())
                .as("the walls around learn-only sources stand here, too")
                .doesNotContain("thirty-one");
    }

    @Test
    void twoSettingsAreComparedByQuestion() {
        String set = threeQuestions();
        JsonNode base = run(set, Map.of("k", 1, "retrieval", Map.of("minScore", 1.0)));
        JsonNode now = run(set, Map.of());
        assertThat(base.path("settings").path("retrieval").path("minScore").asDouble())
                .isEqualTo(1);
        assertThat(base.path("means").path("recall").asDouble()).isZero();
        JsonNode compared = read("/runs/" + now.path("id").asString() + "/comparison/"
                + base.path("id").asString());
        assertThat(compared.path("common").asInt()).isEqualTo(3);
        assertThat(compared.path("baseMeans").path("recall").asDouble()).isZero();
        assertThat(compared.path("runMeans").path("recall").asDouble()).isEqualTo(1);
        assertThat(compared.path("questions").path(1).path("question").asString())
                .isEqualTo("How long can goods be returned?");
        JsonNode listed = read("/runs?setId=" + set + "&limit=1");
        assertThat(listed.path("items").path(0).path("id").asString())
                .isEqualTo(now.path("id").asString());
        JsonNode next = read(
                "/runs?setId=" + set + "&cursor=" + listed.path("nextCursor").asString());
        assertThat(next.path("items").path(0).path("id").asString())
                .isEqualTo(base.path("id").asString());
    }

    @Test
    void whatRestsOnALearnOnlySourceDoesNotExistForViewers() {
        String set = threeQuestions();
        String run = run(set, Map.of()).path("id").asString();
        List<String> seen = new ArrayList<>();
        for (String path : List.of(
                "/sets",
                "/sets/" + set,
                "/runs/" + run,
                "/runs/" + run + "/results",
                "/runs/" + run + "/comparison/" + run)) {
            RunningServer.Answer answer = SERVER.get(evaluations + path, viewer);
            assertThat(answer.status()).as(path).isEqualTo(200);
            seen.add(answer.body());
        }
        assertThat(String.join("\n", seen))
                .contains("When does the shop open")
                .doesNotContain(partners, "What rebate", "thirty-one", "Rebates");
        assertThat(read("/runs/" + run + "/results").path("items")).hasSize(3);
        assertThat(code(SERVER.send("POST", evaluations + "/runs", viewer, Map.of("setId", set))))
                .isEqualTo("403 forbidden");
        assertThat(code(SERVER.send("DELETE", evaluations + "/sets/" + set, viewer, null)))
                .isEqualTo("403 forbidden");
    }

    @Test
    void aSetIsChangedFromItsPresentVersionOnly() {
        String set = evaluations + "/sets/" + set(question("When?", shop, "ten"));
        RunningServer.Answer renamed = SERVER.send("PATCH", set, owner, Map.of("version", 1, "name", "Renamed"));
        assertThat(renamed.json().path("version").asInt()).isEqualTo(2);
        assertThat(renamed.json().path("questions")).hasSize(1);
        assertThat(code(SERVER.send("PATCH", set, owner, Map.of("version", 1, "questions", List.of()))))
                .isEqualTo("409 version_conflict");
        assertThat(SERVER.send("DELETE", set, owner, null).status()).isEqualTo(204);
        assertThat(code(SERVER.get(set, owner))).isEqualTo("404 not_found");
    }

    @Test
    void badSetsAndRunsAreRefusedWithAReason() {
        assertThat(field(Map.of("name", " "))).isEqualTo("name");
        assertThat(field(Map.of("name", "x", "questions", List.of(Map.of("text", "When?", "places", List.of())))))
                .isEqualTo("questions[0].places");
        assertThat(field(Map.of(
                        "name",
                        "x",
                        "questions",
                        List.of(question("When?", shop, "ten"), question("When? ", shop, "two")))))
                .isEqualTo("questions[1].text");
        assertThat(field(Map.of(
                        "name",
                        "x",
                        "questions",
                        List.of(question("When?", UUID.randomUUID().toString(), "ten")))))
                .isEqualTo("questions[0].places[0].sourceId");
        assertThat(field(Map.of(
                        "name",
                        "x",
                        "questions",
                        IntStream.range(0, 201)
                                .mapToObj(i -> question("When " + i, shop, "ten"))
                                .toList())))
                .isEqualTo("questions");
        RunningServer.Answer empty = SERVER.send("POST", evaluations + "/runs", owner, Map.of("setId", set()));
        assertThat(code(empty)).isEqualTo("400 invalid_request");
        assertThat(code(SERVER.send(
                        "POST",
                        evaluations + "/runs",
                        owner,
                        Map.of("setId", UUID.randomUUID().toString()))))
                .isEqualTo("404 not_found");
        assertThat(code(SERVER.send("POST", evaluations + "/runs", owner, Map.of("setId", set(), "k", 51))))
                .isEqualTo("400 invalid_request");
    }

    private static String field(Map<String, Object> set) {
        RunningServer.Answer answer = SERVER.send("POST", evaluations + "/sets", owner, set);
        assertThat(code(answer)).isEqualTo("400 invalid_request");
        return answer.json().path("errors").path(0).path("field").asString();
    }

    @Test
    void whatIsForeignLooksLikeWhatIsMissing() {
        String stranger = SERVER.signUp();
        String set = set(question("When?", shop, "ten"));
        String run = run(set, Map.of()).path("id").asString();
        assertThat(code(SERVER.get(evaluations + "/sets/" + set, stranger))).isEqualTo("404 not_found");
        String own = SERVER.send("POST", "/api/chatbots", stranger, Map.of("name", "Own"))
                .json()
                .path("id")
                .asString();
        for (String path : List.of("/sets/" + set, "/runs/" + run, "/runs/" + run + "/results")) {
            assertThat(code(SERVER.get("/api/chatbots/" + own + "/evaluations" + path, stranger)))
                    .isEqualTo("404 not_found");
        }
        assertThat(code(SERVER.send(
                        "POST", "/api/chatbots/" + own + "/evaluations/runs", stranger, Map.of("setId", set))))
                .isEqualTo("404 not_found");
        String sibling =
                post("/api/chatbots", Map.of("name", "Sibling")).path("id").asString();
        assertThat(code(SERVER.get("/api/chatbots/" + sibling + "/evaluations/runs/" + run, owner)))
                .as("of another bot of the same owner")
                .isEqualTo("404 not_found");
    }

    @Test
    void cancellingAndDeletingAreDoneOnceAndForAll() {
        String run =
                run(set(question("When?", shop, "ten")), Map.of()).path("id").asString();
        RunningServer.Answer cancelled = SERVER.send("POST", evaluations + "/runs/" + run + "/cancel", owner, null);
        assertThat(cancelled.json().path("state").asString()).as("it had ended").isEqualTo("done");
        assertThat(SERVER.send("DELETE", evaluations + "/runs/" + run, owner, null)
                        .status())
                .isEqualTo(204);
        assertThat(code(SERVER.get(evaluations + "/runs/" + run, owner))).isEqualTo("404 not_found");
    }

    @Test
    void theSameRequestStartsOneEvaluation() {
        String set = set(question("When?", shop, "ten"));
        HttpRequest request = SERVER.request(evaluations + "/runs")
                .header("Authorization", "Bearer " + owner)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"setId\":\"" + set + "\"}"))
                .build();
        String first = SERVER.send(request).json().path("id").asString();
        assertThat(SERVER.send(request).json().path("id").asString()).isEqualTo(first);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> read("/runs/" + first).path("state").asString().equals("done"));
        assertThat(read("/runs?setId=" + set).path("items")).hasSize(1);
    }

    @Test
    void aBotHasTwentySetsAndFiftyRuns() {
        String other = post("/api/chatbots", Map.of("name", "Full")).path("id").asString();
        String path = "/api/chatbots/" + other + "/evaluations";
        String first = post(path + "/sets", Map.of("name", "0", "questions", List.of()))
                .path("id")
                .asString();
        for (int i = 1; i < 20; i++) {
            post(path + "/sets", Map.of("name", "" + i));
        }
        assertThat(code(SERVER.send("POST", path + "/sets", owner, Map.of("name", "too many"))))
                .isEqualTo("409 conflict");
        SERVER.database().asSuperuser("""
                insert into chat.evaluation_run
                  (id, tenant_id, bot_id, set_id, set_name, state, settings, questions, total, created_at)
                select overlay(gen_random_uuid()::text placing '00000000' from 1)::uuid, tenant_id, bot_id, id, 'old', 'done', '{"k":10,"answers":false}', '[]', 0, now()
                from chat.question_set, generate_series(1, 60) where id = '%s'
                """.formatted(first));
        String own = post(
                        "/api/chatbots/" + other + "/sources?train=false",
                        Map.of("type", "text", "title", "Own", "text", "Some text."))
                .path("id")
                .asString();
        SERVER.send(
                "PATCH",
                path + "/sets/" + first,
                owner,
                Map.of("version", 1, "questions", List.of(question("When?", own, "text"))));
        String run = post(path + "/runs", Map.of("setId", first)).path("id").asString();
        JsonNode kept = SERVER.get(path + "/runs?limit=200", owner).json().path("items");
        assertThat(kept).hasSize(50);
        assertThat(kept.toString()).contains(run);
        await().atMost(Duration.ofSeconds(60)).until(() -> SERVER.get(path + "/runs/" + run, owner)
                .json()
                .path("state")
                .asString()
                .equals("done"));
    }

    @Test
    void nothingStaysOfADeletedBot() {
        String gone = post("/api/chatbots", Map.of("name", "Gone")).path("id").asString();
        String path = "/api/chatbots/" + gone + "/evaluations/sets";
        post(path, Map.of("name", "Left over"));
        assertThat(SERVER.send("DELETE", "/api/chatbots/" + gone, owner, null).status())
                .isEqualTo(204);
        await().atMost(Duration.ofSeconds(30)).until(() -> SERVER.database()
                .asSuperuser("select count(*) from chat.question_set where bot_id = '" + gone + "'")
                .equals(List.of("0")));
    }
}
