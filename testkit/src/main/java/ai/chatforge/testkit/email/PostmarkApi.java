package ai.chatforge.testkit.email;

import ai.chatforge.testkit.email.ScriptedEmailApi.Fault;
import ai.chatforge.testkit.email.ScriptedEmailApi.Refused;
import ai.chatforge.testkit.email.ScriptedEmailApi.Taken;
import com.sun.net.httpserver.HttpExchange;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Postmark: {@code POST /email}. */
public record PostmarkApi(String serverToken) implements EmailApi {

    @Override
    public Taken read(HttpExchange request, byte[] body) throws Refused {
        if (!request.getRequestMethod().equals("POST")
                || !request.getRequestURI().getPath().equals("/email")) {
            throw error(404, 0);
        }
        if (!serverToken.equals(request.getRequestHeaders().getFirst("X-Postmark-Server-Token"))) {
            throw error(401, 10);
        }
        String type = request.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            throw error(415, 0);
        }
        JsonNode json = ScriptedEmailApi.JSON.readTree(body);
        if (json.path("From").asString("").isEmpty()
                || json.path("To").asString("").isEmpty()) {
            throw error(422, 300);
        }
        if (json.path("MessageStream").asString("").isEmpty()) {
            throw error(422, 1235);
        }
        Map<String, String> headers = new HashMap<>();
        json.path("Headers")
                .forEach(h ->
                        headers.put(h.path("Name").asString(), h.path("Value").asString()));
        return new Taken(
                UUID.randomUUID().toString(),
                json.path("From").asString(),
                json.path("To").asString(),
                json.path("Subject").asString(""),
                json.path("TextBody").asString(""),
                json.path("HtmlBody").asString(""),
                headers,
                Map.of());
    }

    @Override
    public Object answer(Taken email) {
        return Map.of(
                "To",
                email.to(),
                "SubmittedAt",
                "2026-11-21T09:30:00Z",
                "MessageID",
                email.id(),
                "ErrorCode",
                0,
                "Message",
                "OK");
    }

    @Override
    public Refused fault(Fault fault) {
        return switch (fault) {
            case TOO_MANY -> error(429, 0);
            case BAD_ADDRESS -> error(422, 300);
            case BAD_SENDER -> error(422, 400);
            case ON_ITS_LIST -> error(422, 406);
            default -> error(500, 0);
        };
    }

    private static Refused error(int status, int code) {
        return new Refused(status, "", Map.of("ErrorCode", code, "Message", "scripted"));
    }
}
