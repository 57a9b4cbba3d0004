package ai.chatforge;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks from sign-up to a cited answer over HTTP, in an installation that is thrown away afterwards. Each request is one
 * whose first real sender need not wait for classes to be read.
 */
final class FirstUser {
    private static final Logger LOG = LoggerFactory.getLogger(FirstUser.class);
    private static final List<String> PAGES = List.of("/", "/health", "/api/openapi.json", "/metrics");
    private static final String TEXT = "The guarantee of the pump lasts 24 months from the day of delivery.";
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int PATIENCE = 300;

    private final OwnServer server;

    FirstUser(OwnServer server) {
        this.server = server;
    }

    void doEverythingOnce() {
        try {
            for (String page : PAGES) {
                server.text(page);
            }
            Map<String, String> account = Map.of(
                    "email", "first@example.com", "password", UUID.randomUUID().toString());
            server.use(
                    server.post("/api/auth/signup", account).path("accessToken").asString());
            server.get("/api/auth/me");
            String bot = server.post("/api/chatbots", Map.of("name", "First"))
                    .path("id")
                    .asString();
            train("/api/chatbots/" + bot + "/sources");
            for (boolean stream : new boolean[] {false, true}) {
                server.postForText(
                        "/api/chat",
                        Map.of("botId", bot, "content", "How long is the guarantee of the pump?", "stream", stream));
            }
            server.get("/api/conversations");
        } catch (IOException e) {
            LOG.warn("The first user came to grief; starts will be a little slower", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void train(String sources) throws IOException, InterruptedException {
        String source = server.post(sources, Map.of("type", "text", "title", "Guarantee", "text", TEXT))
                .path("id")
                .asString();
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            if (server.get(sources + "/" + source).path("status").asString().equals("ready")) {
                return;
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException("The source did not become ready");
    }
}
