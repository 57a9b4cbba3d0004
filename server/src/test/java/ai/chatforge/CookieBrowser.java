package ai.chatforge;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a browser does: it keeps cookies, and follows the way to a provider and back. */
final class CookieBrowser {
    private static final RunningServer SERVER = RunningServer.shared();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final List<String> set = new ArrayList<>();

    RunningServer.Answer get(String path) {
        return send("GET", path, null);
    }

    RunningServer.Answer send(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = SERVER.request(path);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (cookies.containsKey("XSRF-TOKEN")) {
            request.header("X-XSRF-TOKEN", cookies.get("XSRF-TOKEN"));
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            String text = body instanceof String raw ? raw : JsonMapper.shared().writeValueAsString(body);
            request.method(method, BodyPublishers.ofString(text));
        }
        RunningServer.Answer answer = SERVER.send(request.build());
        answer.headers().getOrDefault("set-cookie", List.of()).forEach(this::keep);
        return answer;
    }

    private void keep(String header) {
        set.add(header);
        String[] pair = header.split(";", 2)[0].split("=", 2);
        if (header.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    @Nullable
    String cookie(String name) {
        return cookies.get(name);
    }

    void forget(String name) {
        cookies.remove(name);
    }

    void take(String name, String value) {
        cookies.put(name, value);
    }

    /** The Set-Cookie headers that were received, as text. */
    List<String> received(String name) {
        return set.stream().filter(header -> header.startsWith(name + "=")).toList();
    }

    /** Asks to sign in. @return where the provider sends it back to, as path and query */
    String toProvider(String provider, String query) {
        return throughProvider(get("/api/auth/oauth/" + provider + query).header("location"));
    }

    /** What the provider answers to a browser that comes to this address. */
    static String throughProvider(String authorization) {
        RunningServer.Answer answer =
                SERVER.send(HttpRequest.newBuilder(URI.create(authorization)).build());
        return answer.header("location").replace(SERVER.address(), "");
    }

    /** Signs in, or fails to. @return where it ends, as path and query */
    String signInAt(String provider) {
        return get(toProvider(provider, "")).header("location");
    }

    boolean isSignedIn() {
        return get("/api/auth/me").status() == 200;
    }

    String userId() {
        return get("/api/auth/me").json().path("id").asString();
    }
}
