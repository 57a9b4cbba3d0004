package ai.chatforge.testkit.issuer;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the issuer answers. */
final class IssuerRoutes {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAUSE_MILLIS = 20;

    private final ScriptedIssuer issuer;
    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final Map<String, Person> accessTokens = new ConcurrentHashMap<>();

    private record Grant(Map<String, String> request, Person person) {}

    private record Reply(int status, String body, @Nullable String location) {
        static Reply json(int status, Object body) {
            return new Reply(status, JSON.writeValueAsString(body), null);
        }
    }

    IssuerRoutes(ScriptedIssuer issuer) {
        this.issuer = issuer;
    }

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            issuer.note(exchange.getRequestMethod() + " " + uri.getPath());
            Reply reply = issuer.fault() == Fault.DOWN
                    ? new Reply(503, "down", null)
                    : answer(exchange, uri.getPath(), parameters(uri.getRawQuery()));
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (reply.location() != null) {
                exchange.getResponseHeaders().set("Location", reply.location());
            }
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply answer(HttpExchange exchange, String path, Map<String, String> query)
            throws IOException, InterruptedException {
        return switch (path) {
            case "/.well-known/openid-configuration" -> Reply.json(200, discovery());
            case "/keys" -> Reply.json(200, Map.of("keys", List.of(issuer.key().published())));
            case "/authorize" -> authorize(query, issuer.address());
            case "/token" -> token(exchange);
            case "/login/oauth/authorize" -> authorize(query, issuer.address() + "/login/oauth");
            case "/login/oauth/access_token" -> gitHubToken(form(exchange));
            case "/api/v3/user" -> gitHubUser(exchange);
            case "/api/v3/user/emails" -> gitHubEmails(exchange);
            default -> Reply.json(404, Map.of("error", "not_found"));
        };
    }

    private Map<String, Object> discovery() {
        String at = issuer.address();
        String keysAt = issuer.fault() == Fault.KEYS_ELSEWHERE ? at.replace("127.0.0.1", "localhost") : at;
        return Map.of(
                "issuer",
                at,
                "authorization_endpoint",
                at + "/authorize?audience=test",
                "token_endpoint",
                at + "/token",
                "jwks_uri",
                keysAt + "/keys",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("ES256", "RS256"),
                "authorization_response_iss_parameter_supported",
                true);
    }

    private Reply authorize(Map<String, String> query, String sender) {
        boolean proper = ScriptedIssuer.CLIENT_ID.equals(query.get("client_id"))
                && "code".equals(query.getOrDefault("response_type", "code"))
                && "S256".equals(query.get("code_challenge_method"))
                && query.containsKey("code_challenge");
        if (!proper) {
            return Reply.json(400, Map.of("error", "invalid_request"));
        }
        Map<String, String> back = new LinkedHashMap<>();
        back.put("state", query.getOrDefault("state", ""));
        switch (issuer.fault()) {
            case DENIED -> back.put("error", "access_denied");
            case SERVER_ERROR -> back.put("error", "server_error");
            case NO_CODE -> {}
            default -> back.put("code", grant(query));
        }
        switch (issuer.fault()) {
            case NO_SENDER -> {}
            case FOREIGN_SENDER -> back.put("iss", "https://issuer.example");
            default -> back.put("iss", sender);
        }
        return new Reply(302, "", query.get("redirect_uri") + "?" + query(back));
    }

    private String grant(Map<String, String> query) {
        String code = UUID.randomUUID().toString();
        Map<String, String> request = new LinkedHashMap<>(query);
        if (issuer.fault() == Fault.FOREIGN_CHALLENGE) {
            request.put("code_challenge", "of-another-flow");
        }
        codes.put(code, new Grant(request, issuer.person()));
        return code;
    }

    private Reply token(HttpExchange exchange) throws IOException, InterruptedException {
        Map<String, String> form = form(exchange);
        String expected = "Basic "
                + Base64.getEncoder()
                        .encodeToString((encode(ScriptedIssuer.CLIENT_ID) + ":" + encode(ScriptedIssuer.CLIENT_SECRET))
                                .getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Reply.json(401, Map.of("error", "invalid_client"));
        }
        Grant grant = redeem(form);
        if (grant == null || !"authorization_code".equals(form.get("grant_type"))) {
            return Reply.json(400, Map.of("error", "invalid_grant"));
        }
        Reply spoiled = spoiled();
        if (spoiled != null) {
            return spoiled;
        }
        String token = issuer.idToken(grant.person(), grant.request().get("nonce"));
        return Reply.json(200, Map.of("access_token", "unused", "token_type", "Bearer", "id_token", token));
    }

    /** Each code works once, for the verifier whose challenge began the flow, and for its redirect URI. */
    private @Nullable Grant redeem(Map<String, String> form) {
        Grant grant = codes.remove(form.getOrDefault("code", ""));
        return grant != null
                        && challenge(form.getOrDefault("code_verifier", ""))
                                .equals(grant.request().get("code_challenge"))
                        && form.getOrDefault("redirect_uri", "")
                                .equals(grant.request().get("redirect_uri"))
                ? grant
                : null;
    }

    private @Nullable Reply spoiled() throws InterruptedException {
        while (issuer.fault() == Fault.TOKEN_SILENT) {
            Thread.sleep(PAUSE_MILLIS);
        }
        return switch (issuer.fault()) {
            case TOKEN_FAILS -> Reply.json(500, Map.of("error", "server_error"));
            case TOKEN_GARBAGE -> new Reply(200, "<html>id_token</html>", null);
            case TOKEN_LIST -> Reply.json(200, List.of("id_token"));
            case NO_TOKEN -> Reply.json(200, Map.of("token_type", "Bearer"));
            default -> null;
        };
    }

    /** GitHub tells a refused code with status 200. */
    private Reply gitHubToken(Map<String, String> form) throws InterruptedException {
        boolean client = ScriptedIssuer.CLIENT_ID.equals(form.get("client_id"))
                && ScriptedIssuer.CLIENT_SECRET.equals(form.get("client_secret"));
        Grant grant = redeem(form);
        if (!client || grant == null) {
            return Reply.json(200, Map.of("error", client ? "bad_verification_code" : "incorrect_client_credentials"));
        }
        Reply spoiled = spoiled();
        if (spoiled != null) {
            return spoiled;
        }
        String token = "gho_" + UUID.randomUUID();
        accessTokens.put(token, grant.person());
        return Reply.json(200, Map.of("access_token", token, "token_type", "bearer", "scope", "read:user,user:email"));
    }

    private @Nullable Person holder(HttpExchange exchange) {
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return issuer.fault() == Fault.API_REFUSES ? null : accessTokens.get(header.replaceFirst("^Bearer ", ""));
    }

    private Reply gitHubUser(HttpExchange exchange) {
        Person person = holder(exchange);
        return person == null
                ? Reply.json(401, Map.of("message", "Bad credentials"))
                : Reply.json(
                        200,
                        Map.of(
                                "id",
                                Long.parseLong(person.subject()),
                                "login",
                                "login-" + person.subject(),
                                "email",
                                "shown-to-all@example.com",
                                "name",
                                person.name()));
    }

    private Reply gitHubEmails(HttpExchange exchange) {
        Person person = holder(exchange);
        return person == null
                ? Reply.json(401, Map.of("message", "Bad credentials"))
                : Reply.json(
                        200,
                        List.of(
                                Map.of("email", "second@example.com", "primary", false, "verified", true),
                                Map.of("email", person.email(), "primary", true, "verified", person.emailVerified())));
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        return parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Map<String, String> parameters(@Nullable String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (text == null || text.isEmpty()) {
            return parameters;
        }
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
        }
        return parameters;
    }

    private static String query(Map<String, String> parameters) {
        StringBuilder text = new StringBuilder();
        parameters.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(encode(value)));
        return text.toString();
    }

    private static String challenge(String verifier) {
        try {
            return SigningKey.base64(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
