package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a user gets, from sign-up to a cited answer, and what another one does not get. */
class StoryTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static String owner;
    private static String bot;

    @BeforeAll
    static void aBotThatKnowsSomething() {
        owner = SERVER.signUp();
        bot = SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Shop"))
                .json()
                .path("id")
                .asString();
        RunningServer.Answer added = SERVER.send(
                "POST",
                "/api/chatbots/" + bot + "/sources",
                owner,
                Map.of(
                        "type", "text",
                        "title", "Opening hours",
                        "text",
                                "# Hours\n\nOn Saturdays the shop opens at ten and closes at two.\n\n# Returns\n\n"
                                        + "Goods can be returned within thirty days with the receipt."));
        assertThat(added.status()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(60)).until(() -> SERVER.get("/api/chatbots/" + bot + "/status", owner)
                .json()
                .path("status")
                .asString()
                .equals("ready"));
    }

    private static RunningServer.Answer ask(String question) {
        return SERVER.send("POST", "/api/chat", owner, Map.of("botId", bot, "content", question));
    }

    @Test
    void theAnswerCitesThePassageThatHoldsIt() {
        JsonNode message = ask("When does the shop open on Saturdays?").json().path("message");
        assertThat(message.path("content").asString()).contains("opens at ten").contains("[1]");
        JsonNode citation = message.path("citations").path(0);
        assertThat(citation.path("title").asString()).isEqualTo("Opening hours");
        JsonNode segments = SERVER.get(
                        "/api/chatbots/" + bot + "/sources/"
                                + citation.path("sourceId").asString() + "/segments?from="
                                + citation.path("segment").asInt() + "&limit=1",
                        owner)
                .json();
        String text = segments.path("items").path(0).path("text").asString();
        assertThat(text.substring(
                        citation.path("start").asInt(), citation.path("end").asInt()))
                .isEqualTo(citation.path("text").asString());
    }

    @Test
    void aQuestionThatTheSourcesDoNotAnswerIsNotAnswered() {
        JsonNode message = ask("Who is the president of France?").json().path("message");
        assertThat(message.path("content").asString()).contains("found no answer");
        assertThat(message.path("citations").size()).isZero();
    }

    @Test
    void aStreamedAnswerCanBeFollowedAgainFromAnyEvent() {
        RunningServer.Answer streamed = SERVER.send(
                "POST", "/api/chat", owner, Map.of("botId", bot, "content", "Can goods be returned?", "stream", true));
        assertThat(streamed.body())
                .contains("event: start")
                .contains("event: citations")
                .endsWith("\n\n");
        String id =
                streamed.body().replaceAll("(?s).*event: done\ndata: \\{\"message\":\\{\"id\":\"([^\"]+)\".*", "$1");
        RunningServer.Answer again = SERVER.send(SERVER.request("/api/chat/messages/" + id + "/stream")
                .header("Authorization", "Bearer " + owner)
                .header("Last-Event-ID", "2")
                .build());
        assertThat(again.body()).startsWith("id: 3\n").contains("event: done");
        assertThat(streamed.body()).endsWith(again.body());
    }

    @Test
    void whatBelongsToSomebodyElseLooksLikeWhatDoesNotExist() {
        String stranger = SERVER.signUp();
        String missing = UUID.randomUUID().toString();
        for (String path : new String[] {"", "/status", "/sources", "/sources/" + missing}) {
            RunningServer.Answer foreign = SERVER.get("/api/chatbots/" + bot + path, stranger);
            RunningServer.Answer none = SERVER.get("/api/chatbots/" + missing + path, stranger);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(withoutIds(foreign.body())).isEqualTo(withoutIds(none.body()));
        }
        RunningServer.Answer asked =
                SERVER.send("POST", "/api/chat", stranger, Map.of("botId", bot, "content", "When is it open?"));
        assertThat(asked.status()).isEqualTo(404);
    }

    private static String withoutIds(String body) {
        return body.replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    @Test
    void aPublicBotAnswersVisitorsAndKeepsThemApart() {
        String open = SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Open bot", "visibility", "public"))
                .json()
                .path("id")
                .asString();
        RunningServer.Answer answer = SERVER.send("POST", "/api/chat/" + open, null, Map.of("content", "Hello"));
        assertThat(answer.status()).isEqualTo(200);
        String visitor = answer.header("x-visitor-id");
        HttpRequest.Builder history = SERVER.request("/api/chat/" + open + "/history");
        assertThat(SERVER.send(history.copy().header("X-Visitor-Id", visitor).build())
                        .json()
                        .path("messages")
                        .size())
                .isEqualTo(2);
        assertThat(SERVER.send(history.build()).json().path("messages").size()).isZero();
        assertThat(SERVER.send("POST", "/api/chat/" + bot, null, Map.of("content", "Hello"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void badInputIsRefusedWithAReason() {
        assertThat(SERVER.send("POST", "/api/chatbots", owner, "{\"name\":")
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("malformed_body");
        assertThat(SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "x", "tenantId", bot))
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("unknown_field");
        assertThat(SERVER.send("POST", "/api/chatbots", owner, Map.of("name", " "))
                        .json()
                        .path("errors")
                        .path(0)
                        .path("field")
                        .asString())
                .isEqualTo("name");
        assertThat(SERVER.get("/api/chatbots/not-an-id", owner).status()).isEqualTo(404);
        assertThat(SERVER.upload(
                                "/api/chatbots/" + bot + "/sources",
                                owner,
                                "../../lies.pdf",
                                "\u007fELF\u0000\u0001".getBytes(StandardCharsets.ISO_8859_1))
                        .status())
                .isEqualTo(415);
        assertThat(SERVER.upload("/api/chatbots/" + bot + "/sources", owner, "empty.txt", new byte[0])
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aUsedRefreshTokenEndsItsSessionWhenItComesBackLate() {
        RunningServer.Answer signUp = SERVER.send(
                "POST",
                "/api/auth/signup",
                null,
                Map.of("email", UUID.randomUUID() + "@example.com", "password", "a good long password"));
        String first = signUp.json().path("refreshToken").asString();
        RunningServer.Answer second = SERVER.send("POST", "/api/auth/refresh", null, Map.of("refreshToken", first));
        RunningServer.Answer same = SERVER.send("POST", "/api/auth/refresh", null, Map.of("refreshToken", first));
        assertThat(same.json().path("refreshToken").asString())
                .isEqualTo(second.json().path("refreshToken").asString());
        assertThat(SERVER.send("POST", "/api/auth/refresh", null, Map.of("refreshToken", "made-up"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void deletedBotsAreGone() {
        String gone = SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Gone"))
                .json()
                .path("id")
                .asString();
        assertThat(SERVER.send("DELETE", "/api/chatbots/" + gone, owner, null).status())
                .isEqualTo(204);
        assertThat(SERVER.get("/api/chatbots/" + gone, owner).status()).isEqualTo(404);
    }
}
