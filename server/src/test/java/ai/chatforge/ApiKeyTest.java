package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** API keys by HTTP. */
class ApiKeyTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final Database BOT = SERVER.context().getBean("bot", Database.class);

    private String owner;
    private String tenant;
    private String bot;
    private String keys;

    @BeforeEach
    void aBot() {
        owner = SERVER.signUp();
        tenant = SERVER.get("/api/auth/me", owner).json().path("id").asString();
        bot = SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Served"))
                .json()
                .path("id")
                .asString();
        keys = "/api/chatbots/" + bot + "/keys";
    }

    private JsonNode make(String... scopes) {
        RunningServer.Answer made = SERVER.send("POST", keys, owner, Map.of("name", "Shop", "scopes", List.of(scopes)));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.header("cache-control")).isEqualTo("no-store");
        return made.json();
    }

    private String key(String... scopes) {
        return make(scopes).path("secret").asString();
    }

    private static String code(RunningServer.Answer answer) {
        return answer.status() + " " + answer.json().path("code").asString();
    }

    @Test
    void isShownOnceAndStoredAsAHash() {
        JsonNode made = make("chat", "read");
        String secret = made.path("secret").asString();
        assertThat(secret).matches("cfk_[A-Za-z0-9_-]{43}");
        String listed = SERVER.get(keys, owner).body();
        assertThat(listed)
                .contains(made.path("key").path("prefix").asString())
                .doesNotContain(secret)
                .doesNotContain(secret.substring(14));
        List<String> rows = Tenant.call(
                UUID.fromString(tenant),
                () -> BOT.call(() -> BOT.sql()
                        .sql("select k::text || s::text from bot.api_key k join bot.secret s on s.api_key_id = k.id")
                        .query(String.class)
                        .list()));
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst()).doesNotContain(secret.substring(14));
    }

    @Test
    void talksToItsBotWithConversationsOfItsOwn() {
        String key = key("chat");
        JsonNode answer = SERVER.send("POST", "/api/chat", key, Map.of("content", "Hello?"))
                .json();
        String conversation = answer.path("conversationId").asString();
        assertThat(answer.path("message").path("status").asString()).isEqualTo("complete");
        assertThat(SERVER.send("POST", "/api/chat", key, Map.of("conversationId", conversation, "content", "And?"))
                        .status())
                .isEqualTo(200);
        assertThat(SERVER.get("/api/chat/conversations/" + conversation, key)
                        .json()
                        .path("messages"))
                .hasSize(4);
        assertThat(SERVER.get("/api/chat/conversations", key).json().path("items"))
                .hasSize(1);
        String other = key("chat");
        assertThat(SERVER.get("/api/chat/conversations/" + conversation, other).status())
                .isEqualTo(404);
        assertThat(SERVER.get("/api/chat/conversations", other).json().path("items"))
                .isEmpty();
        assertThat(SERVER.get("/api/chat/conversations/" + conversation, owner).status())
                .isEqualTo(404);
        assertThat(SERVER.get(keys, owner).json().path("items").findValuesAsString("lastUsedAt"))
                .doesNotContain("");
    }

    @Test
    void doesWhatItsScopesSayAndNothingElse() {
        String chat = key("chat");
        String read = key("read");
        String write = key("write");
        String sources = "/api/chatbots/" + bot + "/sources";
        Map<String, String> text = Map.of("type", "text", "title", "Hours", "text", "Open on Saturdays.");

        assertThat(SERVER.get(sources, read).status()).isEqualTo(200);
        assertThat(SERVER.get("/api/chatbots/" + bot, read).status()).isEqualTo(200);
        assertThat(SERVER.get("/api/chatbots", read).json().path("items")).hasSize(1);
        assertThat(SERVER.send("POST", sources + "?train=false", write, text).status())
                .isEqualTo(201);
        assertThat(code(SERVER.get(sources, chat))).isEqualTo("403 forbidden");
        assertThat(code(SERVER.send("POST", sources, read, text))).isEqualTo("403 forbidden");
        assertThat(code(SERVER.get(sources, write))).isEqualTo("403 forbidden");
        assertThat(code(SERVER.send("POST", "/api/chat", read, Map.of("content", "Hello?"))))
                .isEqualTo("403 forbidden");
        for (String key : List.of(chat, read, write)) {
            assertThat(code(SERVER.get(keys, key))).isEqualTo("403 forbidden");
            assertThat(code(SERVER.send("DELETE", "/api/chatbots/" + bot, key, null)))
                    .isEqualTo("403 forbidden");
            assertThat(code(SERVER.send("POST", "/api/chatbots", key, Map.of("name", "Another"))))
                    .isEqualTo("403 forbidden");
            assertThat(code(SERVER.get("/api/auth/me", key))).isEqualTo("403 forbidden");
            assertThat(code(SERVER.get("/api/users/me", key))).isEqualTo("403 forbidden");
        }
    }

    @Test
    void opensNoOtherBotOfTheSameOwner() {
        String other = SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Other"))
                .json()
                .path("id")
                .asString();
        String key = key("chat", "read", "write");
        assertThat(SERVER.get("/api/chatbots/" + other, key).status()).isEqualTo(404);
        assertThat(SERVER.get("/api/chatbots/" + other + "/sources", key).status())
                .isEqualTo(404);
        assertThat(SERVER.send("POST", "/api/chat", key, Map.of("botId", other, "content", "Hello?"))
                        .status())
                .isEqualTo(404);
        assertThat(SERVER.send("POST", "/api/chat/" + other, key, Map.of("content", "Hello?"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void isDeadOnceRevokedOrExpired() {
        JsonNode made = make("chat");
        String key = made.path("secret").asString();
        assertThat(SERVER.get("/api/chat/models", key).status()).isEqualTo(200);
        assertThat(SERVER.send(
                                "DELETE",
                                keys + "/" + made.path("key").path("id").asString(),
                                owner,
                                null)
                        .status())
                .isEqualTo(204);
        assertThat(code(SERVER.get("/api/chat/models", key))).isEqualTo("401 unauthenticated");
        assertThat(SERVER.get(keys, owner).json().path("items")).isEmpty();

        String expired = key("chat");
        Tenant.run(
                UUID.fromString(tenant),
                () -> BOT.run(() -> BOT.sql()
                        .sql("update bot.api_key set expires_at = now() - interval '1 second'")
                        .update()));
        assertThat(code(SERVER.get("/api/chat/models", expired))).isEqualTo("401 unauthenticated");
        Map<String, Object> past = Map.of(
                "name",
                "Past",
                "scopes",
                List.of("chat"),
                "expiresAt",
                Instant.now().minusSeconds(60));
        assertThat(code(SERVER.send("POST", keys, owner, past))).isEqualTo("400 invalid_request");
    }

    @Test
    void whatOnlyLooksLikeOneIsRefused() {
        String key = key("chat");
        for (String wrong :
                List.of("cfk_", key + "x", key.substring(0, 46), "cfk_" + "A".repeat(43), key + " " + key)) {
            assertThat(code(SERVER.get("/api/chat/models", wrong))).as(wrong).isEqualTo("401 unauthenticated");
        }
    }
}
