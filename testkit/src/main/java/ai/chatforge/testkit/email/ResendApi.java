package ai.chatforge.testkit.email;

import ai.chatforge.testkit.email.ScriptedEmailApi.Fault;
import ai.chatforge.testkit.email.ScriptedEmailApi.Refused;
import ai.chatforge.testkit.email.ScriptedEmailApi.Taken;
import com.sun.net.httpserver.HttpExchange;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Resend: {@code POST /emails}. An e-mail is known by its idempotency key. */
public record ResendApi(String apiKey) implements EmailApi {

    @Override
    public Taken read(HttpExchange request, byte[] body) throws Refused {
        if (!request.getRequestMethod().equals("POST")
                || !request.getRequestURI().getPath().equals("/emails")) {
            throw error(404, "not_found");
        }
        if (!("Bearer " + apiKey).equals(request.getRequestHeaders().getFirst("Authorization"))) {
            throw error(403, "invalid_api_key");
        }
        String key = request.getRequestHeaders().getFirst("Idempotency-Key");
        if (key == null || key.isEmpty() || key.length() > 256) {
            throw error(400, "invalid_idempotency_key");
        }
        JsonNode json = ScriptedEmailApi.JSON.readTree(body);
        JsonNode to = json.path("to");
        if (!to.isArray()
                || to.size() != 1
                || json.path("from").asString("").isEmpty()
                || json.path("subject").asString("").isEmpty()) {
            throw error(422, "missing_required_field");
        }
        Map<String, String> headers = new HashMap<>();
        json.path("headers")
                .properties()
                .forEach(e -> headers.put(e.getKey(), e.getValue().asString()));
        return new Taken(
                "re_" + key,
                json.path("from").asString(),
                to.path(0).asString(),
                json.path("subject").asString(),
                json.path("text").asString(""),
                json.path("html").asString(""),
                headers,
                Map.of("Idempotency-Key", key));
    }

    @Override
    public Object answer(Taken email) {
        return Map.of("id", email.id());
    }

    @Override
    public Refused fault(Fault fault) {
        return switch (fault) {
            case TOO_MANY -> error(429, "rate_limit_exceeded");
            case BAD_ADDRESS -> error(422, "validation_error");
            case BAD_SENDER -> error(403, "validation_error");
            default -> error(500, "application_error");
        };
    }

    private static Refused error(int status, String name) {
        return new Refused(status, name, Map.of("statusCode", status, "name", name, "message", "scripted"));
    }
}
