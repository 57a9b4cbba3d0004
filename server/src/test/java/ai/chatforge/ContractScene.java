package ai.chatforge;

import ai.chatforge.vector.api.KnowledgeIndex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user with a bot that knows something. */
record ContractScene(
        UUID tenant,
        UUID bot,
        UUID source,
        UUID session,
        String cookieHash,
        String accessToken,
        String keyHash,
        UUID limited) {
    static final ContractScene SHARED = make();

    private static ContractScene make() {
        RunningServer server = RunningServer.shared();
        Map<String, Object> account =
                Map.of("email", "contract-" + UUID.randomUUID() + "@example.com", "password", "a good long password");
        JsonNode user = server.send("POST", "/api/auth/signup", null, account).json();
        String token = user.path("accessToken").asString();
        Map<String, Object> inBrowser = new HashMap<>(account);
        inBrowser.put("transport", "cookie");
        String cookie = server
                .send("POST", "/api/auth/signin", null, inBrowser)
                .headers()
                .getOrDefault("set-cookie", List.of())
                .stream()
                .filter(value -> value.startsWith("chatforge_session="))
                .map(value -> value.substring("chatforge_session=".length(), value.indexOf(';')))
                .findFirst()
                .orElseThrow();
        String bot = server.send("POST", "/api/chatbots", token, Map.of("name", "Shop"))
                .json()
                .path("id")
                .asString();
        String source = server.send(
                        "POST",
                        "/api/chatbots/" + bot + "/sources?train=false",
                        token,
                        Map.of("type", "text", "title", "Hours – 語", "text", "Open on Saturdays."))
                .json()
                .path("id")
                .asString();
        String key = server.send(
                        "POST",
                        "/api/chatbots/" + bot + "/keys",
                        token,
                        Map.of("name", "Contract", "scopes", List.of("chat")))
                .json()
                .path("secret")
                .asString();
        JsonNode claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
        ContractScene scene = new ContractScene(
                UUID.fromString(user.path("user").path("id").asString()),
                UUID.fromString(bot),
                UUID.fromString(source),
                UUID.fromString(claims.path("sid").asString()),
                sha256(cookie),
                token,
                sha256(key),
                PlanScene.signUp("pro").id());
        scene.index(server.context().getBean(KnowledgeIndex.class));
        return scene;
    }

    private void index(KnowledgeIndex vectors) {
        vectors.index(new KnowledgeIndex.IndexRequest(
                tenant,
                bot,
                source,
                1,
                List.of(new KnowledgeIndex.Segment(
                        0, null, null, null, "The shop is open on Saturdays from ten to two."))));
        vectors.complete(new KnowledgeIndex.Revision(tenant, bot, source, 1));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
