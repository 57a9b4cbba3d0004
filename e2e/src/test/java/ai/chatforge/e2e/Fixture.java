package ai.chatforge.e2e;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * One of everything that an id can name, all of one owner. The ids stand under the names of their collections.
 *
 * @param export made when it is asked for, because there may be few a day
 */
record Fixture(Client owner, Map<String, String> ids, Supplier<String> export) {
    private static final String EXPORTS = "/api/users/me/exports";

    /** Sources of the kinds that some routes are for alone. */
    private static final Map<String, Map<String, Object>> KINDS = Map.of(
            "texts", Map.of("type", "text", "title", "Secret", "text", "The password of the safe is swordfish."),
            "pages", Map.of("type", "url", "url", "https://example.com/"),
            "videos", Map.of("type", "video", "url", "https://www.youtube.com/watch?v=aaaaaaaaaaa"),
            "pairs",
                    Map.of(
                            "type",
                            "qa",
                            "title",
                            "Asked",
                            "pairs",
                            List.of(Map.of("question", "What opens the safe?", "answer", "It is swordfish."))));

    static Fixture make(Client owner) {
        return inside(owner, owner.makeBot("Isolated"));
    }

    /** New things of a bot that is there. */
    static Fixture inside(Client owner, String bot) {
        String path = "/api/chatbots/" + bot;
        Map<String, String> ids = new HashMap<>();
        ids.put("chatbots", bot);
        ids.put(
                "sources",
                owner.upload(
                                path + "/sources?train=false",
                                "secret.txt",
                                BodyPublishers.ofString("The password of the safe is swordfish."),
                                Map.of())
                        .ok()
                        .text("id"));
        ids.put(
                "attachments",
                owner.upload(
                                "/api/chat/attachments",
                                "secret.txt",
                                BodyPublishers.ofString("The password of the safe is swordfish."),
                                Map.of())
                        .ok()
                        .text("id"));
        JsonNode answer = owner.post("/api/chat", Map.of("botId", bot, "content", "What is the password?"))
                .ok()
                .json();
        ids.put("conversations", answer.path("conversationId").asString());
        ids.put("messages", answer.path("message").path("id").asString());
        ids.put("questions", answer.path("userMessage").path("id").asString());
        // Of a second sign-in, so that ending it does not end the fixture's owner.
        owner.again();
        ids.put("sessions", firstOf(owner, "/api/auth/sessions"));
        ids.put(
                "keys",
                owner.post(path + "/keys", Map.of("name", "Isolated", "scopes", List.of("chat")))
                        .ok()
                        .json()
                        .path("key")
                        .path("id")
                        .asString());
        String guest = "guest-" + UUID.randomUUID() + "@example.com";
        ids.put(
                "invitations",
                owner.post(path + "/teammates", Map.of("email", guest, "role", "viewer"))
                        .ok()
                        .text("id"));
        ids.put("sets", questionSet(owner, path + "/evaluations/sets", ids.get("sources")));
        ids.put("runs", evaluation(owner, path + "/evaluations/runs", ids.get("sets")));
        ids.put(
                "streams",
                owner.post(
                                "/api/streaming-sessions/initialize",
                                Map.of(
                                        "provider",
                                        "openai",
                                        "model",
                                        "gpt-4o-mini",
                                        "promptTokens",
                                        10,
                                        "maxOutputTokens",
                                        10))
                        .ok()
                        .text("id"));
        // None is configured.
        ids.put("providers", "nobody");
        ids.put("identities", UUID.randomUUID().toString());
        ids.put("users", owner.get("/api/auth/me").ok().text("id"));
        return new Fixture(owner, ids, () -> exportOf(owner));
    }

    /** With a source of the kind that the operation is for. */
    Fixture forThe(Api.Operation operation) {
        if (!operation.parameters().contains("id")) {
            return this;
        }
        String kind = collection(operation.path(), "id");
        if (!KINDS.containsKey(kind) || ids.containsKey(kind)) {
            return this;
        }
        return with(
                kind,
                owner.post("/api/chatbots/" + of("chatbots") + "/sources?train=false", KINDS.get(kind))
                        .ok()
                        .text("id"));
    }

    private static String exportOf(Client owner) {
        if (owner.get(EXPORTS).ok().json().path("items").isEmpty()) {
            owner.send("POST", EXPORTS, null).ok();
        }
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> owner.get(EXPORTS).ok().json().path("items").path(0),
                        made -> made.path("state").asString().equals("ready"))
                .path("id")
                .asString();
    }

    /** In the place of earlier ones: a bot may have a few only. */
    private static String questionSet(Client owner, String path, String source) {
        for (JsonNode set : owner.get(path).ok().json().path("items")) {
            owner.send("DELETE", path + "/" + set.path("id").asString(), null).ok();
        }
        Map<String, Object> question =
                Map.of("text", "What is the password?", "places", List.of(Map.of("sourceId", source)));
        return owner.post(path, Map.of("name", "Isolated", "questions", List.of(question)))
                .ok()
                .text("id");
    }

    /** One that has ended: an account has one under way at a time. */
    private static String evaluation(Client owner, String path, String set) {
        String id = await().atMost(Duration.ofMinutes(1))
                .until(() -> owner.post(path, Map.of("setId", set)), started -> started.status() == 202)
                .text("id");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> owner.get(path + "/" + id).ok().text("state"), "done"::equals);
        return id;
    }

    private static String firstOf(Client owner, String list) {
        for (JsonNode item : owner.get(list).ok().json().path("items")) {
            if (!item.path("current").asBoolean()) {
                return item.path("id").asString();
            }
        }
        throw new AssertionError("Nothing in " + list);
    }

    Fixture with(String collection, String id) {
        Map<String, String> changed = new HashMap<>(ids);
        changed.put(collection, id);
        return new Fixture(owner, changed, export);
    }

    /** The same names for things that do not exist. */
    Fixture missing() {
        Map<String, String> unknown = new HashMap<>();
        ids.keySet().forEach(name -> unknown.put(name, UUID.randomUUID().toString()));
        String noExport = UUID.randomUUID().toString();
        return new Fixture(owner, unknown, () -> noExport);
    }

    /** This one's bot, and everything else of another. */
    Fixture withThingsOf(Fixture other) {
        return new Fixture(owner, other.ids, other.export).with("chatbots", of("chatbots"));
    }

    String of(String collection) {
        if (collection.equals("models")) {
            // The installation's, not anybody's.
            return "default";
        }
        String id = collection.equals("exports") ? export.get() : ids.get(collection);
        if (id == null) {
            throw new AssertionError("Make one of '" + collection + "' in Fixture");
        }
        return id;
    }

    /** What a parameter of a path, or a property of a body there, names. */
    String id(String path, String name) {
        return of(collection(path, name));
    }

    static String collection(String path, String name) {
        return switch (name) {
            case "botId", "chatbotId" -> "chatbots";
            case "conversationId" -> "conversations";
            case "messageId" -> path.endsWith("/edit") ? "questions" : "messages";
            case "provider" -> "providers";
            case "sessionId" -> "streams";
            case "accountId" -> "users";
            case "model" -> "models";
            case "setId" -> "sets";
            case "baseId" -> "runs";
            case "id" ->
                path.replaceAll(".*/sources/\\{id}/refetch$", "/pages/{id}")
                        .replaceAll(".*/sources/\\{id}/text$", "/texts/{id}")
                        .replaceAll(".*/sources/\\{id}/transcript$", "/videos/{id}")
                        .replaceAll(".*/sources/\\{id}/pairs$", "/pairs/{id}")
                        .replaceAll(".*/([^/]+)/\\{id}.*", "$1")
                        .replaceAll("^bots$", "chatbots")
                        .replaceAll("^teammates$", "users");
            default -> throw new AssertionError("Say in Fixture what {" + name + "} of " + path + " is");
        };
    }

    String withoutIds(String text) {
        String plain = text.replaceAll("\"requestId\":\"[^\"]*\"", "");
        for (String id : ids.values()) {
            plain = plain.replace(id, "ID");
        }
        return plain;
    }
}
