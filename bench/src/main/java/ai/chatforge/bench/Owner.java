package ai.chatforge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A signed-up user with a bot. */
record Owner(int port, String token, String bot) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Owner signUp(int port) throws IOException, InterruptedException {
        JsonNode user = post(port, "/api/auth/signup", "", """
                {"email":"bench@example.com","password":"correct horse battery"}""");
        String token = user.path("accessToken").asString();
        JsonNode bot = post(port, "/api/chatbots", token, """
                {"name":"Bench"}""");
        return new Owner(port, token, bot.path("id").asString());
    }

    /** Questions to the bot; a good answer has that many marks. */
    HttpLoad questions(String model, boolean stream, String mark, int marks) {
        String body = """
                {"botId":"%s","content":"How long is the guarantee?","provider":"scripted","model":"%s","stream":%s}""".formatted(bot, model, stream);
        return new HttpLoad(port, "/api/chat", token, body, mark, marks);
    }

    private static JsonNode post(int port, String path, String token, String body)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + token)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        }
    }
}
