package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How far a bot's sources are, asked and followed. */
class TrainingStatusTest {
    private final WebScene scene = WebScene.make();

    private HttpResponse<InputStream> follow(HttpClient client, WebScene of) throws Exception {
        return client.send(
                WebScene.SERVER
                        .request("/api/chatbots/" + of.bot() + "/status/events")
                        .header("Authorization", "Bearer " + of.owner())
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    void nobodyHoldsMoreThanAFewStreams() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<InputStream> open = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                HttpResponse<InputStream> response = follow(client, scene);
                open.add(response.body());
                assertThat(response.statusCode()).isEqualTo(200);
            }
            HttpResponse<InputStream> refused = follow(client, scene);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(new String(refused.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("rate_limited");

            HttpResponse<InputStream> others = follow(client, WebScene.make());
            assertThat(others.statusCode()).isEqualTo(200);
            others.body().close();

            open.removeFirst().close();
            await().atMost(Duration.ofMinutes(1)).until(() -> follows(client, open));
            for (InputStream each : open) {
                each.close();
            }
        }
    }

    private boolean follows(HttpClient client, List<InputStream> open) throws Exception {
        HttpResponse<InputStream> response = follow(client, scene);
        open.add(response.body());
        return response.statusCode() == 200;
    }

    @Test
    void manySourcesAreAllCountedAndThoseUnderWayAndTheNewestAreShown() {
        JsonNode source =
                scene.ready(scene.add(Map.of("type", "text", "title", "Hours", "text", "From nine to five.")));
        UUID oldest = UUID.fromString("00000000" + UUID.randomUUID().toString().substring(8));
        copy(source, 1_000, "'id', overlay(gen_random_uuid()::text placing 'e' from 1 for 1)");
        copy(source, 1, "'id', '" + oldest + "', 'status', 'processing', 'stage', 'embedding'");

        JsonNode status = WebScene.SERVER
                .get("/api/chatbots/" + scene.bot() + "/status", scene.owner())
                .json();

        assertThat(status.path("status").asString()).isEqualTo("processing");
        assertThat(status.path("counts").path("ready").asInt()).isEqualTo(1_001);
        assertThat(status.path("counts").path("processing").asInt()).isEqualTo(1);
        assertThat(status.path("sources")).hasSize(1_000);
        assertThat(status.path("sources").path(0).path("id").asString()).isEqualTo(oldest.toString());
        assertThat(status.path("sources").path(1).path("id").asString()).startsWith("e");
    }

    private static void copy(JsonNode source, int times, String changes) {
        WebScene.SERVER
                .database()
                .asSuperuser(
                        "insert into document.source select (jsonb_populate_record(s, jsonb_build_object(" + changes
                                + "))).* from document.source s, generate_series(1, " + times + ") where id = '"
                                + source.path("id").asString() + "'");
    }
}
