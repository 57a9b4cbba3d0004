package ai.chatforge;

import ai.chatforge.platform.persistence.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole server with all services, started once for all tests that talk to it. */
final class RunningServer {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;
    private final String address;
    private final TestDatabase database = TestDatabase.create();

    private RunningServer(String... more) {
        int port = freePort();
        this.address = "http://127.0.0.1:" + port;
        List<String> options = new ArrayList<>(List.of(
                "--port=" + port,
                "--data-dir=" + temporary(),
                "--chatforge.database.url=" + database.url(),
                "--chatforge.database.owner-url=" + database.ownerUrl(),
                "--chatforge.auth.bcrypt-cost=10",
                "--chatforge.auth.sign-up=immediate",
                "--chatforge.auth.limits.sign-up=100000",
                "--chatforge.auth.limits.sign-in=100000",
                "--chatforge.auth.limits.password-reset=100000",
                "--chatforge.web.requests-per-minute=0",
                "--chatforge.chat.limits.messages-per-minute=0",
                "--chatforge.chat.limits.lists-per-minute=0",
                "--chatforge.bot.invitations-per-hour=0",
                "--chatforge.user.base-plan=enterprise",
                "--chatforge.email.from=bot@chatforge.example",
                "--springdoc.api-docs.enabled=true",
                "--springdoc.paths-to-match=/api/**,/v1/**"));
        options.addAll(Issuers.options());
        for (String option : more) {
            String name = option.replaceFirst("=.*", "=");
            options.removeIf(each -> each.startsWith(name));
            options.add(option);
        }
        this.context = ChatForge.start(options);
    }

    static RunningServer shared() {
        return Shared.SERVER;
    }

    /** Started by the first test that wants it. */
    private static final class Shared {
        static final RunningServer SERVER = new RunningServer();
    }

    /** One of its own, for a test that needs other settings, and that ends its context. */
    static RunningServer with(String... options) {
        return new RunningServer(options);
    }

    String address() {
        return address;
    }

    TestDatabase database() {
        return database;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    /** An answer, whatever its status. */
    record Answer(int status, String body, Map<String, List<String>> headers) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    Answer get(String path, @Nullable String token) {
        return send("GET", path, token, null);
    }

    Answer send(String method, String path, @Nullable String token, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            String text = body instanceof String raw ? raw : JSON.writeValueAsString(body);
            request.method(method, HttpRequest.BodyPublishers.ofString(text));
        }
        return send(request.build());
    }

    Answer upload(String path, String token, String fileName, byte[] content) {
        return upload("POST", path, token, fileName, content);
    }

    Answer upload(String method, String path, String token, String fileName, byte[] content) {
        String boundary = "----chatforge-test";
        List<byte[]> parts = new ArrayList<>();
        parts.add(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        parts.add(content);
        parts.add(("\r\n--" + boundary + "--\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .method(method, HttpRequest.BodyPublishers.ofByteArrays(parts))
                .build());
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    /** A new user's access token. */
    String signUp() {
        String email = "user-" + UUID.randomUUID() + "@example.com";
        Answer answer =
                send("POST", "/api/auth/signup", null, Map.of("email", email, "password", "a good long password"));
        return answer.json().path("accessToken").asString();
    }

    /** A new user's session, as a browser sends it. */
    String signUpByCookie() {
        String email = UUID.randomUUID() + "@example.com";
        Map<String, Object> body = Map.of("email", email, "password", "a good long password", "transport", "cookie");
        return send("POST", "/api/auth/signup", null, body).headers().getOrDefault("set-cookie", List.of()).stream()
                .filter(each -> each.startsWith("chatforge_session="))
                .findFirst()
                .orElseThrow()
                .split(";", 2)[0];
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "server-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
