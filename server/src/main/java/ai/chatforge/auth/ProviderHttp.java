package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests to one provider. The host that the operator configured may be anywhere; other hosts, which only the provider
 * names, have to be public.
 */
final class ProviderHttp {
    private static final long MOST_BYTES = 1_000_000;

    private final OutsideHttp http;
    private final JsonMapper json;
    private final String label;
    private final String configuredHost;
    private final Duration patience;

    ProviderHttp(OutsideHttp http, JsonMapper json, String label, URI configured, Duration patience) {
        this.http = http;
        this.json = json;
        this.label = label;
        this.configuredHost = String.valueOf(configured.getHost());
        this.patience = patience;
    }

    /** An answer in JSON, of any status below 500. */
    record Reply(int status, JsonNode body) {
        boolean isGood() {
            return status == 200 && body.isObject();
        }
    }

    Reply get(URI url, Map<String, String> headers) {
        return send("GET", url, headers, null);
    }

    Reply post(URI url, Map<String, String> headers, Map<String, String> form) {
        return send("POST", url, headers, query(form).getBytes(StandardCharsets.UTF_8));
    }

    private Reply send(String method, URI url, Map<String, String> headers, byte @Nullable [] body) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putIfAbsent("Accept", "application/json");
        OutsideHttp.Request request = new OutsideHttp.Request(
                method, url, all, body, "application/x-www-form-urlencoded", patience, patience.multipliedBy(2));
        OutsideAccess access = configuredHost.equalsIgnoreCase(url.getHost())
                ? OutsideAccess.OPERATOR_CONFIGURED
                : OutsideAccess.PUBLIC_ONLY;
        try (OutsideHttp.Response response = http.send(request, access)) {
            if (response.status() >= 500) {
                throw failed(request, "status " + response.status(), null);
            }
            byte[] answer = response.body(MOST_BYTES).readAllBytes();
            return new Reply(response.status(), json.readTree(answer));
        } catch (JacksonException e) {
            // Without the cause: its message shows some of the answer, which may hold a token.
            throw failed(request, "its answer is not JSON", null);
        } catch (IOException e) {
            throw failed(request, "it cannot be reached", e);
        }
    }

    private ApiException failed(OutsideHttp.Request request, String why, @Nullable Throwable cause) {
        return SignInFaults.failed(label, request + ": " + why, cause);
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static URI with(URI endpoint, Map<String, String> parameters) {
        return URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + query(parameters));
    }
}
