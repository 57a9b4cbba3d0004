package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A process that dies after it made something, and before it kept the answer: asked again, there is one of it. */
class LostAnswerTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final RunningServer SERVER = RunningServer.shared();

    @Test
    void whatIsAskedAgainIsMadeOnce() {
        String owner = SERVER.signUp();
        String key = UUID.randomUUID().toString();
        Map<String, Object> shop = Map.of("name", "Shop");
        RunningServer.Answer bot = post(owner, "/api/chatbots", key, shop);
        String sources = "/api/chatbots/" + bot.json().path("id").asString() + "/sources";
        Map<String, Object> hours = Map.of("type", "text", "title", "Hours", "text", "The shop opens at ten.");
        RunningServer.Answer source = post(owner, sources, key, hours);

        loseAnswers();
        RunningServer.Answer sameBot = post(owner, "/api/chatbots", key, shop);
        RunningServer.Answer sameSource = post(owner, sources, key, hours);

        assertThat(sameBot.status()).as(sameBot.body()).isEqualTo(201);
        assertThat(sameBot.json().path("id")).isEqualTo(bot.json().path("id"));
        assertThat(SERVER.get("/api/chatbots", owner).json().path("items")).hasSize(1);
        assertThat(sameSource.status()).as(sameSource.body()).isEqualTo(201);
        assertThat(sameSource.json().path("id")).isEqualTo(source.json().path("id"));
        assertThat(SERVER.get(sources, owner).json().path("items")).hasSize(1);
    }

    @Test
    void creditsAreReservedOnce() {
        String owner = SERVER.signUp();
        String key = UUID.randomUUID().toString();
        Map<String, Object> call =
                Map.of("provider", "openai", "model", "gpt-4o-mini", "promptTokens", 10, "maxOutputTokens", 20);
        RunningServer.Answer session = post(owner, "/api/streaming-sessions/initialize", key, call);

        loseAnswers();
        RunningServer.Answer same = post(owner, "/api/streaming-sessions/initialize", key, call);

        assertThat(same.status()).as(same.body()).isEqualTo(201);
        assertThat(same.json().path("id")).isEqualTo(session.json().path("id"));
        assertThat(SERVER.get("/api/streaming-sessions/active", owner).json().path("items"))
                .hasSize(1);
    }

    @Test
    void anUploadIsMadeOnce() {
        String owner = SERVER.signUp();
        String bot = SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Shop"))
                .json()
                .path("id")
                .asString();
        String sources = "/api/chatbots/" + bot + "/sources";
        String key = UUID.randomUUID().toString();
        RunningServer.Answer first = upload(owner, sources, key);

        loseAnswers();
        RunningServer.Answer again = upload(owner, sources, key);

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(again.status()).as(again.body()).isEqualTo(201);
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(SERVER.get(sources, owner).json().path("items")).hasSize(1);
        assertThat(SERVER.database()
                        .asSuperuser(
                                "select count(distinct storage_key) from document.source where bot_id = '" + bot + "'"))
                .containsExactly("1");
    }

    /** As if the processes had died before they kept them, half a minute ago. */
    private static void loseAnswers() {
        SERVER.database().asSuperuser("""
                update platform.idempotency_key
                set leased_until = now() - interval '1 second', status = null, headers = null, sealed_body = null
                """);
    }

    private static RunningServer.Answer post(String owner, String path, String key, Map<String, Object> body) {
        return SERVER.send(SERVER.request(path)
                .header("Authorization", "Bearer " + owner)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    private static RunningServer.Answer upload(String owner, String path, String key) {
        String boundary = "----chatforge-test";
        return SERVER.send(SERVER.request(path)
                .header("Authorization", "Bearer " + owner)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"hours.txt\"\r\n"
                        + "Content-Type: text/plain\r\n\r\nThe shop opens at ten.\r\n--" + boundary + "--\r\n"))
                .build());
    }
}
