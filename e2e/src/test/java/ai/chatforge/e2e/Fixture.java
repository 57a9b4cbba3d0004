package ai.chatforge.e2e;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** One of everything that an id can name, all of one owner. */
record Fixture(Client owner, String bot, String source, String conversation, String message, String session) {

    static Fixture make(Client owner) {
        String bot = owner.makeBot("Isolated");
        String source = owner.upload(
                        "/api/chatbots/" + bot + "/sources?train=false",
                        "secret.txt",
                        BodyPublishers.ofString("The password of the safe is swordfish."),
                        Map.of())
                .ok()
                .text("id");
        JsonNode answer = owner.post("/api/chat", Map.of("botId", bot, "content", "What is the password?"))
                .ok()
                .json();
        String session = owner.get("/api/auth/sessions")
                .ok()
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        return new Fixture(
                owner,
                bot,
                source,
                answer.path("conversationId").asString(),
                answer.path("message").path("id").asString(),
                session);
    }

    /** The same names for things that do not exist. */
    Fixture missing() {
        return new Fixture(owner, unused(), unused(), unused(), unused(), unused());
    }

    private static String unused() {
        return UUID.randomUUID().toString();
    }

    /** What a parameter of a path, or a property of a body there, names. */
    String id(String path, String name) {
        return switch (name) {
            case "botId", "chatbotId" -> bot;
            case "conversationId" -> conversation;
            case "messageId" -> message;
            case "provider" -> "nobody";
            case "id" -> ofPath(path);
            default -> throw new AssertionError("Say in Fixture what {" + name + "} of " + path + " is");
        };
    }

    private String ofPath(String path) {
        String collection = path.replaceAll(".*/([^/]+)/\\{id}.*", "$1");
        return switch (collection) {
            case "bots", "chatbots" -> bot;
            case "sources" -> source;
            case "conversations" -> conversation;
            case "sessions" -> session;
            default -> throw new AssertionError("Say in Fixture what an id of " + path + " is");
        };
    }

    String withoutIds(String text) {
        String plain = text.replaceAll("\"requestId\":\"[^\"]*\"", "");
        for (String id : new String[] {bot, source, conversation, message, session}) {
            plain = plain.replace(id, "ID");
        }
        return plain;
    }
}
