package ai.chatforge.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Everybody who can have to do with a bot: its owner, a team, its API keys, and others. */
record People(String bot, Client owner, Client editor, Client viewer, Map<String, Client> keys, Client stranger) {
    static final List<String> SCOPES = List.of("chat", "read", "write");

    static People around(Installation installation) {
        Client owner = installation.signUp();
        String bot = owner.makeBot("Shared");
        Map<String, Client> keys = new LinkedHashMap<>();
        SCOPES.forEach(scope -> keys.put(scope, key(owner, bot, List.of(scope))));
        return new People(
                bot,
                owner,
                join(installation, owner, bot, "editor"),
                join(installation, owner, bot, "viewer"),
                keys,
                installation.signUp());
    }

    private static Client key(Client owner, String bot, List<String> scopes) {
        return owner.with(owner.post("/api/chatbots/" + bot + "/keys", Map.of("name", "Program", "scopes", scopes))
                .ok()
                .text("secret"));
    }

    /** Somebody new who was invited by e-mail, and accepted. */
    static Client join(Installation installation, Client owner, String bot, String role) {
        Client guest = installation.signUp();
        String email = guest.get("/api/auth/me").ok().text("email");
        owner.post("/api/chatbots/" + bot + "/teammates", Map.of("email", email, "role", role))
                .ok();
        guest.post(
                        "/api/invitations/accept",
                        Map.of("token", installation.mailbox().token(email, "/invitation")))
                .ok();
        return guest;
    }

    Client key(String scope) {
        return Objects.requireNonNull(keys.get(scope), scope);
    }

    /** All who are let in by something, and may use this bot but no other of its owner. */
    List<Client> neighbours() {
        List<Client> neighbours = new ArrayList<>(List.of(editor, viewer));
        neighbours.addAll(keys.values());
        return neighbours;
    }
}
