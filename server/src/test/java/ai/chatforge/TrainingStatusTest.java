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
import org.junit.jupiter.api.Test;

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
}
