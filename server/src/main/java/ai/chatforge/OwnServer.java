package ai.chatforge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** This process's own server, asked as a user asks it. */
final class OwnServer implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final JsonMapper json;
    private String token = "";

    OwnServer(ApplicationContext context) {
        this.address = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("server.port");
        this.json = context.getBean(JsonMapper.class);
    }

    /** In whose name it is asked from now on. */
    void use(String accessToken) {
        token = accessToken;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return json.readTree(text(path));
    }

    String text(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return json.readTree(postForText(path, body));
    }

    String postForText(String path, Object body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        // A server that is not well says so by 503, with what is wrong.
        if (answer.statusCode() >= 400 && answer.statusCode() != 503) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
