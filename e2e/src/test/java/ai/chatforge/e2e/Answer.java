package ai.chatforge.e2e;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An answer, whatever its status. */
record Answer(int status, String body, Map<String, List<String>> headers) {
    static Answer of(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(), response.body(), response.headers().map());
    }

    JsonNode json() {
        return Http.JSON.readTree(body);
    }

    String text(String field) {
        return json().path(field).asString();
    }

    String header(String name) {
        return headers.getOrDefault(name, List.of("")).getFirst();
    }

    /** This answer when it says that all went well, else a failed test that tells what it says. */
    Answer ok() {
        if (status / 100 != 2) {
            throw new AssertionError("answered " + status + ": " + body);
        }
        return this;
    }
}
