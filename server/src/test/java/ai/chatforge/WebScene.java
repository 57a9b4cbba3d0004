package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.web.ScriptedYouTube;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A bot's owner, on a server that may fetch from this machine. */
record WebScene(String owner, String bot) {
    static final ScriptedYouTube YOUTUBE = youTube();
    static final RunningServer SERVER = RunningServer.with(
            "--chatforge.outside-http.allowed-private=127.0.0.0/8",
            "--chatforge.document.web.delay=5ms",
            "--chatforge.document.web.timeout=10s",
            "--chatforge.document.web.youtube=" + YOUTUBE.address());

    private static final Duration LONG = Duration.ofSeconds(90);

    private static ScriptedYouTube youTube() {
        try {
            return ScriptedYouTube.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WebScene make() {
        return of(SERVER.signUp(), Map.of("name", "Shop"));
    }

    static WebScene of(String owner, Map<String, Object> bot) {
        return new WebScene(
                owner,
                SERVER.send("POST", "/api/chatbots", owner, bot)
                        .json()
                        .path("id")
                        .asString());
    }

    String sources() {
        return "/api/chatbots/" + bot + "/sources";
    }

    String path(JsonNode source) {
        return sources() + "/" + source.path("id").asString();
    }

    JsonNode add(Map<String, Object> body) {
        RunningServer.Answer answer = SERVER.send("POST", sources(), owner, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    RunningServer.Answer refused(Map<String, Object> body) {
        return SERVER.send("POST", sources(), owner, body);
    }

    JsonNode get(JsonNode source) {
        return SERVER.get(path(source), owner).json();
    }

    JsonNode until(JsonNode source, Predicate<JsonNode> state) {
        return await().atMost(LONG).until(() -> get(source), state);
    }

    JsonNode ready(JsonNode source) {
        JsonNode settled = settled(source);
        assertThat(settled.path("status").asString()).as(settled.toString()).isEqualTo("ready");
        return settled;
    }

    JsonNode failed(JsonNode source) {
        JsonNode settled = settled(source);
        assertThat(settled.path("status").asString()).as(settled.toString()).isEqualTo("failed");
        return settled.path("error");
    }

    private JsonNode settled(JsonNode source) {
        return until(source, now -> now.path("status").asString().matches("ready|failed"));
    }

    JsonNode segments(JsonNode source) {
        return SERVER.get(path(source) + "/segments?limit=100", owner).json();
    }

    String text(JsonNode source) {
        StringBuilder text = new StringBuilder();
        segments(source).path("items").forEach(one -> text.append(
                        one.path("section").asString(""))
                .append(": ")
                .append(one.path("text").asString())
                .append('\n'));
        return text.toString();
    }

    JsonNode send(String method, JsonNode source, String what, Object body) {
        RunningServer.Answer answer = SERVER.send(method, path(source) + what, owner, body);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer.json();
    }

    JsonNode send(String method, JsonNode source, String what) {
        RunningServer.Answer answer = SERVER.send(method, path(source) + what, owner, null);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer.json();
    }

    /** The first citation of an answer. */
    JsonNode cited(String question) {
        RunningServer.Answer answer =
                SERVER.send("POST", "/api/chat", owner, Map.of("botId", bot, "content", question));
        JsonNode citation = answer.json().path("message").path("citations").path(0);
        assertThat(citation.isObject()).as(answer.body()).isTrue();
        return citation;
    }
}
