package ai.chatforge.testkit.provider;

import ai.chatforge.testkit.provider.RequestReader.Request;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Serves the requests of one connection, one behind the other. */
final class Conversation {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> SOME_MODELS =
            List.of("words-20", "words-20-every-50ms", "echo-prompt", "cites-1-2");

    private final ScriptedProvider provider;
    private final Socket socket;
    private final RequestReader reader;

    Conversation(ScriptedProvider provider, Socket socket) throws IOException {
        this.provider = provider;
        this.socket = socket;
        this.reader = new RequestReader(socket);
    }

    void serve() throws IOException, InterruptedException {
        boolean more = true;
        while (more) {
            Request request = reader.next();
            if (request == null) {
                return;
            }
            more = answer(request) && request.keepsAlive();
        }
    }

    private boolean answer(Request request) throws IOException, InterruptedException {
        Dialect dialect = Dialect.of(request.method(), request.path());
        if (dialect != null) {
            return complete(dialect, request, provider.record(request));
        }
        return switch (request.method() + " " + request.path()) {
            case "GET /v1/models" -> told(request, Map.of("object", "list", "data", models()));
            case "GET /scripted/calls" -> told(request, Map.of("count", provider.count(), "calls", provider.calls()));
            default -> refused(request);
        };
    }

    private boolean complete(Dialect dialect, Request request, Recording call)
            throws IOException, InterruptedException {
        try {
            Wire wire = new Wire(socket, call);
            Prompt prompt;
            try {
                prompt = dialect.prompt(request.path(), JSON.readTree(request.body()));
            } catch (JacksonException e) {
                Errors.write(wire, dialect, 400, "", 0);
                call.end(Call.Ending.FAULT);
                return true;
            }
            call.model(prompt.model());
            Optional<Script> script = Script.of(prompt.model());
            if (script.isEmpty()) {
                Errors.write(wire, dialect, 404, "", 0);
                call.end(Call.Ending.FAULT);
                return true;
            }
            String key = dialect.key(request.headers());
            return new Answer(JSON, dialect, script.get(), prompt, call, reader, wire).give(key);
        } catch (IOException e) {
            call.end(Call.Ending.CALLER_LEFT);
            throw e;
        }
    }

    private static List<Map<String, Object>> models() {
        return SOME_MODELS.stream()
                .map(id -> Map.<String, Object>of(
                        "id", id, "object", "model", "created", 1_760_000_000, "owned_by", "scripted"))
                .toList();
    }

    private boolean told(Request request, Object value) throws IOException {
        return outside(request, 200, JSON.writeValueAsBytes(value));
    }

    private boolean refused(Request request) throws IOException {
        String text = Errors.json("Unknown request URL", "invalid_request_error", "unknown_url");
        return outside(request, 404, text.getBytes(StandardCharsets.UTF_8));
    }

    // Asked beside the models: not a call of theirs.
    private boolean outside(Request request, int status, byte[] body) throws IOException {
        new Wire(socket, new Recording(0, request, Clock.systemUTC()))
                .whole(status, status == 200 ? "OK" : "Not Found", "application/json", "", body);
        return true;
    }
}
