package ai.chatforge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A signed-up user with a bot. */
record Owner(HttpClient http, int port, String token, String bot) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BOUNDARY = "bench-part";
    private static final String QUESTION = "How long is the guarantee?";

    static Owner signUp(int port) throws IOException, InterruptedException {
        return signUp(port, "bench@example.com");
    }

    static Owner signUp(int port, String email) throws IOException, InterruptedException {
        Owner nobody = new Owner(HttpClient.newHttpClient(), port, "", "");
        JsonNode user = nobody.post("/api/auth/signup", """
                {"email":"%s","password":"correct horse battery"}""".formatted(email));
        return new Owner(nobody.http, port, user.path("accessToken").asString(), "").withNewBot();
    }

    Owner withNewBot() throws IOException, InterruptedException {
        JsonNode made = post("/api/chatbots", """
                {"name":"Bench","cacheAnswers":false}""");
        return new Owner(http, port, token, made.path("id").asString());
    }

    /** The same one after the server was started again. */
    Owner at(int newPort) {
        return new Owner(http, newPort, token, bot);
    }

    /** Questions to the bot; a good answer has that many marks. */
    HttpLoad questions(String model, boolean stream, String mark, int marks) {
        return new HttpLoad(port, "/api/chat", token, question(model, stream, QUESTION), mark, marks);
    }

    /** Several questions in turn. */
    HttpLoad questions(String model, boolean stream, String mark, int marks, List<String> questions) {
        return HttpLoad.inTurn(questions.stream()
                .map(one -> new HttpLoad(port, "/api/chat", token, question(model, stream, one), mark, marks))
                .toList());
    }

    /** Of so many accounts, which ask in turn. */
    static HttpLoad questionsOfMany(int accounts, int port, String model, boolean stream, String mark, int marks)
            throws IOException, InterruptedException {
        List<HttpLoad> loads = new ArrayList<>();
        for (int i = 1; i <= accounts; i++) {
            loads.add(signUp(port, "bench" + i + "@example.com").questions(model, stream, mark, marks));
        }
        return HttpLoad.inTurn(loads);
    }

    /** One question, answered whole. */
    void ask(String model) throws IOException, InterruptedException {
        post("/api/chat", question(model, false, QUESTION));
    }

    /** @return the status */
    int tryToAsk(String model) throws IOException, InterruptedException {
        return reply(json("/api/chat", question(model, false, QUESTION))).statusCode();
    }

    /** @return the status */
    int tryToListBots() throws IOException, InterruptedException {
        return reply(request("/api/chatbots").GET()).statusCode();
    }

    private String question(String model, boolean stream, String question) {
        return """
                {"botId":"%s","content":"%s","provider":"scripted","model":"%s","stream":%s}""".formatted(bot, question, model, stream);
    }

    JsonNode addText(String title, String text) throws IOException, InterruptedException {
        return post(sources(), """
                {"type":"text","title":"%s","text":"%s"}""".formatted(title, text));
    }

    JsonNode upload(Path file) throws IOException, InterruptedException {
        return read(tryToUpload(file));
    }

    HttpResponse<String> tryToUpload(Path file) throws IOException, InterruptedException {
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(partHead(file.getFileName().toString())),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString(partEnd()));
        return reply(request(sources())
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(body));
    }

    /** What asks for a source; the same key twice makes one source. */
    HttpResponse<String> submit(Submission source, String key) throws IOException, InterruptedException {
        return reply(request(sources())
                .header("Content-Type", source.type())
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofByteArray(source.body())));
    }

    /** The body of a request for a source. */
    record Submission(String kind, String type, byte[] body) {
        static Submission json(String kind, Object fields) {
            return new Submission(kind, "application/json", JSON.writeValueAsBytes(fields));
        }

        static Submission file(String kind, String name, byte[] content) {
            byte[] head = partHead(name).getBytes(StandardCharsets.UTF_8);
            byte[] end = partEnd().getBytes(StandardCharsets.UTF_8);
            byte[] all = new byte[head.length + content.length + end.length];
            System.arraycopy(head, 0, all, 0, head.length);
            System.arraycopy(content, 0, all, head.length, content.length);
            System.arraycopy(end, 0, all, head.length + content.length, end.length);
            return new Submission(kind, "multipart/form-data; boundary=" + BOUNDARY, all);
        }
    }

    private static String partHead(String fileName) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    }

    private static String partEnd() {
        return "\r\n--" + BOUNDARY + "--\r\n";
    }

    JsonNode source(String id) throws IOException, InterruptedException {
        return get(sources() + "/" + id);
    }

    void setCitable(String id, boolean citable) throws IOException, InterruptedException {
        read(reply(request(sources() + "/" + id)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"citable\":" + citable + "}"))));
    }

    /** How far all sources of the bot are. */
    JsonNode status() throws IOException, InterruptedException {
        return get("/api/chatbots/" + bot + "/status");
    }

    private String sources() {
        return "/api/chatbots/" + bot + "/sources";
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return read(reply(request(path).GET()));
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        return read(reply(json(path, body)));
    }

    private HttpRequest.Builder json(String path, String body) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> reply(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode read(HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new IOException(response.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
