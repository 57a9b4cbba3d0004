package ai.chatforge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Walks from sign-up to a cited answer over HTTP, in an installation that is thrown away afterwards. Each request is one
 * whose first real sender need not wait for classes to be read.
 */
final class FirstUser implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstUser.class);
    private static final List<String> PAGES = List.of("/", "/health", "/api/openapi.json", "/metrics");
    private static final String TEXT = "The guarantee of the pump lasts 24 months from the day of delivery.";
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int PATIENCE = 300;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final JsonMapper json;
    private String token = "";

    FirstUser(int port, JsonMapper json) {
        this.address = "http://127.0.0.1:" + port;
        this.json = json;
    }

    void doEverythingOnce() {
        try {
            for (String page : PAGES) {
                send(request(page));
            }
            token = post("/api/auth/signup", Map.of("email", "first@example.com", "password", password()))
                    .path("accessToken")
                    .asString();
            send(request("/api/auth/me"));
            String bot =
                    post("/api/chatbots", Map.of("name", "First")).path("id").asString();
            String sources = "/api/chatbots/" + bot + "/sources";
            String source = post(sources, Map.of("type", "text", "title", "Guarantee", "text", TEXT))
                    .path("id")
                    .asString();
            awaitReady(sources + "/" + source);
            for (boolean stream : new boolean[] {false, true}) {
                Map<String, Object> question =
                        Map.of("botId", bot, "content", "How long is the guarantee of the pump?", "stream", stream);
                send(postRequest("/api/chat", question));
            }
            send(request("/api/conversations"));
        } catch (IOException e) {
            LOG.warn("The first user came to grief; starts will be a little slower", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String password() {
        return UUID.randomUUID().toString();
    }

    private void awaitReady(String source) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            if (json.readTree(send(request(source))).path("status").asString().equals("ready")) {
                return;
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException("The source did not become ready");
    }

    private JsonNode post(String path, Map<String, Object> body) throws IOException, InterruptedException {
        return json.readTree(send(postRequest(path, body)));
    }

    private HttpRequest.Builder postRequest(String path, Map<String, Object> body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
