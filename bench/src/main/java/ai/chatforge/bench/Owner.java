package ai.chatforge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A signed-up user with a bot. */
record Owner(HttpClient http, int port, String token, String bot) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BOUNDARY = "bench-part";

    static Owner signUp(int port) throws IOException, InterruptedException {
        Owner nobody = new Owner(HttpClient.newHttpClient(), port, "", "");
        JsonNode user = nobody.post("/api/auth/signup", """
                {"email":"bench@example.com","password":"correct horse battery"}""");
        return new Owner(nobody.http, port, user.path("accessToken").asString(), "").withNewBot();
    }

    Owner withNewBot() throws IOException, InterruptedException {
        JsonNode made = post("/api/chatbots", """
                {"name":"Bench"}""");
        return new Owner(http, port, token, made.path("id").asString());
    }

    /** Questions to the bot; a good answer has that many marks. */
    HttpLoad questions(String model, boolean stream, String mark, int marks) {
        return new HttpLoad(port, "/api/chat", token, question(model, stream), mark, marks);
    }

    /** One question, answered whole. */
    void ask(String model) throws IOException, InterruptedException {
        post("/api/chat", question(model, false));
    }

    private String question(String model, boolean stream) {
        return """
                {"botId":"%s","content":"How long is the guarantee?","provider":"scripted","model":"%s","stream":%s}""".formatted(bot, model, stream);
    }

    JsonNode addText(String title, String text) throws IOException, InterruptedException {
        return post("/api/chatbots/" + bot + "/sources", """
                {"type":"text","title":"%s","text":"%s"}""".formatted(title, text));
    }

    JsonNode upload(Path pdf) throws IOException, InterruptedException {
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(
                        "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                                + pdf.getFileName() + "\"\r\nContent-Type: application/pdf\r\n\r\n"),
                BodyPublishers.ofFile(pdf),
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
        return send(request("/api/chatbots/" + bot + "/sources")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(body));
    }

    JsonNode source(String id) throws IOException, InterruptedException {
        return send(request("/api/chatbots/" + bot + "/sources/" + id).GET());
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
