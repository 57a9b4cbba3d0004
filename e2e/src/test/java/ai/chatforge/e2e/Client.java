package ai.chatforge.e2e;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A program that uses the API in somebody's name, or in nobody's. */
final class Client {
    static final String PASSWORD = "a good long password";
    private static final Duration TRAINING = Duration.ofMinutes(5);

    private final Supplier<URI> server;
    private final @Nullable String token;

    private Client(Supplier<URI> server, @Nullable String token) {
        this.server = server;
        this.token = token;
    }

    static Client anonymous(Supplier<URI> server) {
        return new Client(server, null);
    }

    static Client signUp(Supplier<URI> server) {
        String email = "user-" + UUID.randomUUID() + "@example.com";
        Answer answer = anonymous(server)
                .post("/api/auth/signup", Map.of("email", email, "password", PASSWORD))
                .ok();
        return new Client(server, answer.text("accessToken"));
    }

    /** Another program of anybody with this token or API key. */
    Client with(String other) {
        return new Client(server, other);
    }

    /** The same user, signed in once more. */
    Client again() {
        String email = get("/api/auth/me").ok().text("email");
        Answer answer = anonymous(server)
                .post("/api/auth/signin", Map.of("email", email, "password", PASSWORD))
                .ok();
        return with(answer.text("accessToken"));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.get().resolve(path)).timeout(Http.PATIENCE);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    /** The items of all pages. */
    List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String page = path;
        while (!page.isEmpty()) {
            JsonNode found = get(page).ok().json();
            found.path("items").forEach(items::add);
            JsonNode next = found.path("nextCursor");
            page = next.isString()
                    ? path + (path.contains("?") ? "&" : "?") + "cursor="
                            + URLEncoder.encode(next.asString(), StandardCharsets.UTF_8)
                    : "";
        }
        return items;
    }

    Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    /** @param body an object that becomes JSON, or a text that is taken for it */
    Answer send(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = request(path);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            String text = body instanceof String raw ? raw : Http.JSON.writeValueAsString(body);
            request.method(method, BodyPublishers.ofString(text));
        }
        return Http.send(request.build());
    }

    String makeBot(String name) {
        // What is asked again and again here is to reach its model.
        return post("/api/chatbots", Map.of("name", name, "cacheAnswers", false))
                .ok()
                .text("id");
    }

    Answer addText(String bot, String title, String text) {
        return post("/api/chatbots/" + bot + "/sources", Map.of("type", "text", "title", title, "text", text));
    }

    Answer upload(String bot, String fileName, Path file) {
        return upload(bot, fileName, BodyPublishers.ofByteArray(Folders.bytes(file)));
    }

    Answer upload(String bot, String fileName, BodyPublisher content) {
        return upload("/api/chatbots/" + bot + "/sources", fileName, content, Map.of());
    }

    Answer upload(String path, String fileName, BodyPublisher content, Map<String, String> headers) {
        return upload("POST", path, fileName, content, headers);
    }

    Answer upload(String method, String path, String fileName, BodyPublisher content, Map<String, String> headers) {
        String boundary = "----chatforge-" + UUID.randomUUID();
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
                content,
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        HttpRequest.Builder request = request(path).header("Content-Type", "multipart/form-data; boundary=" + boundary);
        headers.forEach(request::header);
        return Http.send(request.method(method, body).build());
    }

    /** The bot's sources when none of them is under way any more. */
    List<JsonNode> awaitTrained(String bot) {
        await().atMost(TRAINING).pollInterval(Duration.ofMillis(250)).until(() -> {
            JsonNode counts =
                    get("/api/chatbots/" + bot + "/status").ok().json().path("counts");
            return counts.path("pending").asInt() + counts.path("processing").asInt() == 0;
        });
        List<JsonNode> sources = new ArrayList<>();
        get("/api/chatbots/" + bot + "/status").json().path("sources").forEach(sources::add);
        return sources;
    }

    /** The answer's message. */
    JsonNode ask(String bot, String question) {
        return post("/api/chat", Map.of("botId", bot, "content", question))
                .ok()
                .json()
                .path("message");
    }

    /** A streamed answer, event by event as they come. */
    Events stream(String bot, String question) {
        return events("/api/chat", Map.of("botId", bot, "content", question, "stream", true));
    }

    Events events(String path, Object body) {
        return events(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Http.JSON.writeValueAsString(body)))
                .build());
    }

    Events events(HttpRequest request) {
        HttpResponse<InputStream> response = Http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                throw new AssertionError("answered " + response.statusCode() + ": "
                        + new String(body.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Events(
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)), response.headers());
    }
}
