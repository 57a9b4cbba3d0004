package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Teammates by HTTP: from the invitation to leaving. */
class TeamTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final Database BOT = SERVER.context().getBean("bot", Database.class);

    private Person owner;
    private Person grace;
    private String bot;
    private String team;

    /** Somebody with an account. */
    private record Person(String id, String email, String token) {
        static Person signUp() {
            String email = UUID.randomUUID() + "@example.com";
            JsonNode account = SERVER.send(
                            "POST",
                            "/api/auth/signup",
                            null,
                            Map.of("email", email, "password", "a good long password", "name", "Grace"))
                    .json();
            return new Person(
                    account.path("user").path("id").asString(),
                    email,
                    account.path("accessToken").asString());
        }

        RunningServer.Answer get(String path) {
            return SERVER.get(path, token);
        }

        RunningServer.Answer send(String method, String path, @Nullable Object body) {
            return SERVER.send(method, path, token, body);
        }

        RunningServer.Answer delete(String path) {
            return SERVER.send("DELETE", path, token, null);
        }
    }

    @BeforeEach
    void aBotAndTwoPeople() {
        owner = Person.signUp();
        grace = Person.signUp();
        bot = owner.send("POST", "/api/chatbots", Map.of("name", "Shared"))
                .json()
                .path("id")
                .asString();
        team = "/api/chatbots/" + bot + "/teammates";
    }

    private RunningServer.Answer invite(String email, String role) {
        return owner.send("POST", team, Map.of("email", email, "role", role));
    }

    /** Puts a token that is known here in the place of the one that went by e-mail. */
    private String token(RunningServer.Answer invitation) {
        assertThat(invitation.status()).as(invitation.body()).isEqualTo(201);
        String token = "token-of-" + UUID.randomUUID();
        byte[] hash = HexFormat.of().parseHex(OpaqueToken.sha256(token));
        UUID id = UUID.fromString(invitation.json().path("id").asString());
        Tenant.run(
                UUID.fromString(owner.id()),
                () -> BOT.run(() -> {
                    BOT.sql()
                            .sql("update bot.invitation set token_hash = ? where id = ?")
                            .params(hash, id)
                            .update();
                    BOT.sql()
                            .sql("update bot.secret set hash = ? where invitation_id = ?")
                            .params(hash, id)
                            .update();
                }));
        return token;
    }

    private static RunningServer.Answer accept(Person person, String token) {
        return person.send("POST", "/api/invitations/accept", Map.of("token", token));
    }

    private void join(Person person, String role) {
        RunningServer.Answer accepted = accept(person, token(invite(person.email(), role)));
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
        assertThat(accepted.json().path("botId").asString()).isEqualTo(bot);
    }

    private static String code(RunningServer.Answer answer) {
        return answer.status() + " " + answer.json().path("code").asString();
    }

    @Test
    void anInvitationShowsWhatItIsToAndLetsInOnce() {
        String token = token(invite(grace.email().toUpperCase(java.util.Locale.ROOT), "editor"));
        JsonNode preview = SERVER.send("POST", "/api/invitations/preview", null, Map.of("token", token))
                .json();
        assertThat(preview.path("botName").asString()).isEqualTo("Shared");
        assertThat(preview.path("role").asString()).isEqualTo("editor");
        assertThat(owner.get(team).json().path("invitations")).hasSize(1);

        assertThat(code(accept(Person.signUp(), token))).isEqualTo("403 forbidden");
        assertThat(accept(grace, token).status()).isEqualTo(200);
        assertThat(accept(grace, token).status()).as("a second click").isEqualTo(200);

        JsonNode after = owner.get(team).json();
        assertThat(after.path("invitations")).isEmpty();
        assertThat(after.path("teammates").path(0).path("email").asString()).isEqualTo(grace.email());
        assertThat(code(SERVER.send("POST", "/api/invitations/preview", null, Map.of("token", token))))
                .isEqualTo("400 invalid_token");
        assertThat(code(invite(grace.email(), "viewer"))).isEqualTo("409 conflict");
    }

    @Test
    void aRemovedTeammateDoesNotComeBackByTheOldLink() {
        String token = token(invite(grace.email(), "editor"));
        accept(grace, token);
        assertThat(owner.delete(team + "/" + grace.id()).status()).isEqualTo(204);
        assertThat(code(accept(grace, token))).isEqualTo("400 invalid_token");
        assertThat(grace.get("/api/chatbots/" + bot).status()).isEqualTo(404);
    }

    @Test
    void aNewerInvitationAndAWithdrawalEndTheLink() {
        String first = token(invite(grace.email(), "editor"));
        RunningServer.Answer again = invite(grace.email(), "viewer");
        assertThat(code(accept(grace, first))).isEqualTo("400 invalid_token");
        String second = token(again);
        String id = again.json().path("id").asString();
        assertThat(owner.delete("/api/chatbots/" + bot + "/invitations/" + id).status())
                .isEqualTo(204);
        assertThat(code(accept(grace, second))).isEqualTo("400 invalid_token");
    }

    @Test
    void anExpiredInvitationLetsNobodyIn() {
        String token = token(invite(grace.email(), "editor"));
        Tenant.run(
                UUID.fromString(owner.id()),
                () -> BOT.run(() -> BOT.sql()
                        .sql("update bot.invitation set expires_at = now() - interval '1 second'")
                        .update()));
        assertThat(code(accept(grace, token))).isEqualTo("400 invalid_token");
    }

    @Test
    void anEditorChangesWhatTheBotIsButNotWhoMayUseIt() {
        join(grace, "editor");
        JsonNode seen = grace.get("/api/chatbots/" + bot).json();
        assertThat(seen.path("role").asString()).isEqualTo("editor");
        assertThat(grace.send("PATCH", "/api/chatbots/" + bot, Map.of("version", 1, "tone", "dry"))
                        .status())
                .isEqualTo(200);
        Map<String, String> text = Map.of("type", "text", "title", "Hours", "text", "Open on Saturdays.");
        assertThat(grace.send("POST", "/api/chatbots/" + bot + "/sources?train=false", text)
                        .status())
                .isEqualTo(201);
        assertThat(owner.get("/api/chatbots/" + bot + "/sources").json().path("items"))
                .hasSize(1);

        assertThat(code(grace.send("POST", team, Map.of("email", "x@example.com", "role", "viewer"))))
                .isEqualTo("403 forbidden");
        assertThat(code(grace.delete("/api/chatbots/" + bot))).isEqualTo("403 forbidden");
        assertThat(code(grace.get("/api/chatbots/" + bot + "/keys"))).isEqualTo("403 forbidden");
    }

    @Test
    void aViewerTalksAndLooksButChangesNothing() {
        join(grace, "viewer");
        JsonNode answer = grace.send("POST", "/api/chat", Map.of("botId", bot, "content", "Hello?"))
                .json();
        String conversation = answer.path("conversationId").asString();
        assertThat(grace.get("/api/chat/conversations?botId=" + bot).json().path("items"))
                .hasSize(1);
        assertThat(grace.get("/api/chat/conversations/" + conversation).json().path("messages"))
                .hasSize(2);
        assertThat(owner.get("/api/chat/conversations/" + conversation).status())
                .as("what a teammate talked about is the teammate's")
                .isEqualTo(404);
        String message = answer.path("message").path("id").asString();
        assertThat(grace.get("/api/chat/messages/" + message + "/stream").body())
                .contains("event: done");

        assertThat(code(grace.send("PATCH", "/api/chatbots/" + bot, Map.of("version", 1, "tone", "dry"))))
                .isEqualTo("403 forbidden");
        assertThat(code(grace.send("POST", "/api/chatbots/" + bot + "/train", null)))
                .isEqualTo("403 forbidden");

        owner.send("PATCH", team + "/" + grace.id(), Map.of("role", "editor"));
        assertThat(grace.send("PATCH", "/api/chatbots/" + bot, Map.of("version", 1, "tone", "dry"))
                        .status())
                .isEqualTo(200);

        assertThat(grace.delete(team + "/" + grace.id()).status()).as("leaves").isEqualTo(204);
        assertThat(code(grace.get("/api/chat/conversations/" + conversation))).isEqualTo("404 not_found");
        assertThat(code(grace.get("/api/chat/messages/" + message + "/stream"))).isEqualTo("404 not_found");
        assertThat(code(grace.send("POST", "/api/chat", Map.of("conversationId", conversation, "content", "?"))))
                .isEqualTo("404 not_found");
    }

    @Test
    void sharedBotsAreListedAmongOnesOwnInOrder() {
        join(grace, "viewer");
        String own = grace.send("POST", "/api/chatbots", Map.of("name", "Own"))
                .json()
                .path("id")
                .asString();
        List<JsonNode> items =
                List.copyOf(grace.get("/api/chatbots").json().path("items").values());
        assertThat(items).extracting(item -> item.path("id").asString()).containsExactly(own, bot);
        assertThat(items).extracting(item -> item.path("role").asString()).containsExactly("owner", "viewer");
        JsonNode first = grace.get("/api/chatbots?limit=1").json();
        JsonNode second = grace.get("/api/chatbots?limit=1&cursor="
                        + first.path("nextCursor").asString())
                .json();
        assertThat(second.path("items").path(0).path("id").asString()).isEqualTo(bot);
        assertThat(second.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void aNewNameShowsInTheTeam() {
        join(grace, "viewer");
        grace.send("PATCH", "/api/users/me", Map.of("name", "Rear Admiral Hopper"));
        await().untilAsserted(() -> assertThat(owner.get(team)
                        .json()
                        .path("teammates")
                        .path(0)
                        .path("name")
                        .asString())
                .isEqualTo("Rear Admiral Hopper"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{\"token\":null}",
                "{\"token\":\"\"}",
                "{\"token\":[]}",
                "{\"token\":7}",
                "{\"token\":{}}",
                "{\"token\":\"unknown\"}",
                "{\"token\":\"\\u0000\"}",
                "[]",
                "{}"
            })
    void whatIsNoTokenIsRefused(String body) {
        for (String path : List.of("/api/invitations/preview", "/api/invitations/accept")) {
            RunningServer.Answer answer = SERVER.send("POST", path, grace.token(), body);
            assertThat(answer.status()).as(path + " " + answer.body()).isBetween(400, 415);
        }
    }

    @Test
    void oddInvitationsAreRefused() {
        assertThat(code(invite("not an address", "editor"))).isEqualTo("400 invalid_request");
        assertThat(code(invite(owner.email(), "editor"))).isEqualTo("400 invalid_request");
        assertThat(code(invite("x@example.com", "owner"))).isEqualTo("400 invalid_request");
        assertThat(Arrays.asList(invite("x@example.com", "admin").status())).doesNotContain(201, 500);
    }
}
