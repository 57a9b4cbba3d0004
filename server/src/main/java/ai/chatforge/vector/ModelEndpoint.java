package ai.chatforge.vector;

import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.retry.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model that the operator configured, with the key as bearer token. */
final class ModelEndpoint {
    private final JsonEndpoint endpoint;

    /** @param patience for one answer */
    ModelEndpoint(
            OutsideHttp http, JsonMapper json, String url, @Nullable String key, Duration patience, Backoff backoff) {
        Map<String, String> headers =
                key == null || key.isBlank() ? Map.of() : Map.of("Authorization", "Bearer " + key);
        this.endpoint = new JsonEndpoint(http, json, url, headers, patience, backoff);
    }

    /** @param tries how often, at the most */
    JsonNode post(String path, Object body, int tries) throws IOException {
        return endpoint.send("POST", path, body, tries);
    }
}
