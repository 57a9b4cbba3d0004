package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.crypto.OpaqueToken;
import java.util.Map;
import java.util.UUID;

/** People with a role in somebody else's bot. */
final class Teammates {
    private Teammates() {}

    /** @return the access token of somebody new who has taken an invitation */
    static String join(RunningServer server, String owner, String bot, String role) {
        String email = "mate-" + UUID.randomUUID() + "@example.com";
        String token = server.send(
                        "POST", "/api/auth/signup", null, Map.of("email", email, "password", "a good long password"))
                .json()
                .path("accessToken")
                .asString();
        RunningServer.Answer invited =
                server.send("POST", "/api/chatbots/" + bot + "/teammates", owner, Map.of("email", email, "role", role));
        assertThat(invited.status()).as(invited.body()).isEqualTo(201);
        String id = invited.json().path("id").asString();
        // Puts a token that is known here in the place of the one that went by e-mail.
        String secret = "token-of-" + UUID.randomUUID();
        String hash = "'\\x" + OpaqueToken.sha256(secret) + "'";
        server.database()
                .asSuperuser(
                        "update bot.invitation set token_hash = " + hash + " where id = '" + id + "'",
                        "update bot.secret set hash = " + hash + " where invitation_id = '" + id + "'");
        assertThat(server.send("POST", "/api/invitations/accept", token, Map.of("token", secret))
                        .status())
                .isEqualTo(200);
        return token;
    }
}
